"""The run of the playground as a program that can be taken away."""

from __future__ import annotations

from textwrap import wrap

from engine.playground import Objection
from engine.request import RunRequest
from engine.study.parts import Part

DECIDES: dict[Part, tuple[str, ...]] = {
    "zero_grad": (),
    "forward": ("model",),
    "loss": ("loss",),
    "backward": (),
    "clip": ("clip",),
    "optimizer": ("optimizer", "lr"),
    "schedule": ("schedule",),
}
"""Settings of the playground that decide what each part of an update does."""


WIDE = 68
"""Cells of a line of prose in a program."""


def play_code(request: RunRequest, share: str) -> str:
    """Python that makes the run without the app; `share` names it, if anything does."""
    made = "\n".join(f"    {name!r}: {value!r}," for name, value in request.parameters)
    changes = "\n".join(f"        ({name!r}, {value!r})," for name, value in request.changes)
    module, _, function = request.recipe.rpartition(":")
    found = [f"from {module} import {function}", ""]
    if module.endswith(".py"):  # a lesson of a folder, which is no package
        found = [
            "from engine.references import resolve",
            "",
            f"{function} = resolve({request.recipe!r})",
        ]
    lines = [
        f"# tutor run '{share}'" if share else "# A run of the playground.",
        "from engine.training import train",
        *found,
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


def objected(objection: Objection) -> str:
    """What stands in the place of a program where the choices make no sense."""
    told = ("This cannot be trained.", objection.why, objection.instead)
    return "\n".join(f"# {line}" for text in told for line in wrap(text, WIDE)) + "\n"


def deciding_settings(source: str, part: Part) -> tuple[int, ...]:
    """Numbers of the lines of such a program that decide what a part does, from 1."""
    found = []
    for number, line in enumerate(source.splitlines(), 1):
        name = line.strip().lstrip("(").partition(":")[0].partition(",")[0].strip("'")
        if name.partition(".")[0] in DECIDES[part]:
            found.append(number)
    return tuple(found)
