"""The rooms of the house keep their doors shut, and nothing in them grows out of hand."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("engine", "lessons", "tui")
HEADLESS = {"textual", "rich", "plotext", "typer"}
MODULES = sorted(
    path.relative_to(ROOT)
    for room in ROOMS
    for path in (ROOT / room).rglob("*.py")
    # Exercises of lessons and clinics are for learners to get wrong.
    if not {"curriculum", "exercises"} <= set(path.parts)
    and not {"template", "exercises"} <= set(path.parts)
    and not {"cases", "exercise"} <= set(path.parts)
)
LIBRARY = [
    path
    for path in MODULES
    # A lesson's lab is a program of its own; preload takes its process over.
    if path.parts[0] in ("engine", "lessons")
    and "curriculum" not in path.parts
    and "template" not in path.parts
    and path != Path("engine/preload.py")
]


def loaded_by(*modules: str) -> set[str]:
    """Top-level packages that a fresh interpreter has loaded after these imports."""
    code = "\n".join(
        [
            "import importlib, sys",
            f"for name in {modules!r}: importlib.import_module(name)",
            "print(*{name.partition('.')[0] for name in sys.modules})",
        ]
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stderr == ""
    return set(done.stdout.split())


def name_of(path: Path) -> str:
    """The dotted name of a module."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize(
    "module",
    [
        "engine",
        "engine.augment",
        "engine.catalog",
        "engine.client",
        "engine.commands",
        "engine.compress",
        "engine.data",
        "engine.data.catalog",
        "engine.data.text",
        "engine.deploy",
        "engine.events",
        "engine.experiment",
        "engine.exporting",
        "engine.history",
        "engine.metrics",
        "engine.observations",
        "engine.optim",
        "engine.probes",
        "engine.runs",
        "engine.schedules",
        "engine.schedules.catalog",
        "engine.search",
        "engine.session",
        "engine.steering",
        "engine.surfaces",
        "engine.travel",
        "engine.tricks",
        "engine.worker",
        "engine.wire",
        "lessons",
        "lessons.catalog",
        "lessons.lab",
        "lessons.progress.store",
        "tui.app",
        "tui.bridge",
        "tui.cli",
        "tui.screens.lab",
    ],
)
def test_importing_it_loads_no_torch(module: str) -> None:
    assert loaded_by(module).isdisjoint({"torch", "sklearn"})


def test_the_whole_user_interface_loads_no_torch() -> None:
    modules = [name_of(path) for path in MODULES if path.parts[0] == "tui"]
    modules.remove("tui.__main__")
    assert loaded_by(*modules).isdisjoint({"torch", "sklearn"})


def test_the_command_line_starts_light() -> None:
    assert loaded_by("tui.cli").isdisjoint({"torch", "textual", "numpy", "plotext", "sklearn"})


def test_engine_and_lessons_have_no_user_interface() -> None:
    modules = [name_of(path) for path in LIBRARY]
    loaded = loaded_by(*modules)
    assert loaded.isdisjoint(HEADLESS)
    assert loaded >= {"engine", "lessons", "torch"}


def imported(tree: ast.Module) -> set[str]:
    """Top-level packages that a module names in its imports, wherever they stand."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize(
    ("room", "closed"),
    [
        ("engine", HEADLESS | {"lessons", "tui"}),
        ("lessons", HEADLESS | {"tui"}),
        ("tui", {"torch"}),
    ],
)
def test_dependencies_run_one_way(room: str, closed: set[str]) -> None:
    crossing = {
        str(path): both
        for path in MODULES
        if path.parts[0] == room
        and (both := imported(ast.parse((ROOT / path).read_text())) & closed)
    }
    assert crossing == {}


# Nothing grows out of hand

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
LARGEST_CLASS = 30
Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_every_module_says_what_it_is_for_and_stays_short() -> None:
    faults = []
    for path in MODULES:
        text = (ROOT / path).read_text()
        if text.strip() and ast.get_docstring(ast.parse(text)) is None:
            faults.append(f"{path} has no docstring")
        if len(text.splitlines()) >= LONGEST_MODULE:
            faults.append(f"{path} has {len(text.splitlines())} lines")
    assert faults == []


def test_functions_fit_a_screen_and_classes_are_no_gods() -> None:
    faults = []
    for path in MODULES:
        for node in ast.walk(ast.parse((ROOT / path).read_text())):
            if isinstance(node, Function):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    faults.append(f"{path}: {node.name} has {lines} lines")
            elif isinstance(node, ast.ClassDef):
                methods = sum(isinstance(part, Function) for part in node.body)
                if methods > LARGEST_CLASS:
                    faults.append(f"{path}: {node.name} has {methods} methods")
    assert faults == []
