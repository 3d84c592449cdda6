"""The run of the playground as a program that can be taken away."""

from __future__ import annotations

from engine.request import RunRequest


def play_code(request: RunRequest, share: str) -> str:
    """Python that makes the run without the app."""
    made = "\n".join(f"    {name!r}: {value!r}," for name, value in request.parameters)
    changes = "\n".join(f"        ({name!r}, {value!r})," for name, value in request.changes)
    module, _, function = request.recipe.partition(":")
    lines = [
        f"# tutor run '{share}'",
        "from engine.training import train",
        f"from {module} import {function}",
        "",
        f"made = {function}(**{{",
        made,
        "})",
    ]
    if changes:
        lines.insert(1, "from engine.changes import changed")
        lines += ["made = changed(", "    made,", "    (", changes, "    ),", ")"]
    lines += [
        "",
        f"for event in train(made, seed={request.seed}):",
        "    print(event)",
        "",
    ]
    return "\n".join(lines)
