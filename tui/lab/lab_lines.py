"""Which lines of a lesson's `lab.py` decide what a part of an update does, read off its syntax."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from engine.study.parts import Part

KEYWORDS: dict[Part, tuple[str, ...]] = {
    "zero_grad": ("zero_grad",),
    "forward": ("model", "landscape", "step_loss"),
    "loss": ("loss", "step_loss", "landscape"),
    "backward": (),
    "clip": ("clip",),
    "optimizer": ("optimizer",),
    "schedule": ("schedule",),
}
"""Arguments of `Experiment` that decide each part."""

Function = ast.FunctionDef


def deciding_lines(source: str, part: Part, *, landscape: bool) -> tuple[int, ...]:
    """Numbers of the lines, from 1; none where the source cannot be read or says nothing.

    `landscape`: whether the run descends a landscape, where a lab has experiments of both kinds.
    """
    try:
        module = ast.parse(source)
    except (SyntaxError, ValueError):
        return ()
    reader = _Reader(module)
    for call, function in reader.experiments(landscape=landscape):
        for keyword in call.keywords:
            if keyword.arg in KEYWORDS[part]:
                reader.mark(keyword.value)
                reader.follow(keyword.value, function)
    return tuple(sorted(reader.lines))


def experiment_line(source: str, *, landscape: bool) -> int:
    """Number of the line in which the experiment begins; 1 where it cannot be told."""
    try:
        calls = _Reader(ast.parse(source)).experiments(landscape=landscape)
    except (SyntaxError, ValueError):
        return 1
    return calls[0][0].lineno if calls else 1


class _Reader:
    """Follows names from an argument to the functions and values they stand for."""

    def __init__(self, module: ast.Module) -> None:
        self.lines: set[int] = set()
        self._functions = {node.name: node for node in module.body if isinstance(node, Function)}
        self._followed: set[tuple[str, str]] = set()

    def experiments(self, *, landscape: bool) -> list[tuple[ast.Call, Function]]:
        """Calls of `Experiment`, those of the kind that runs; all where none is."""
        calls = list(self._calls("Experiment"))
        fitting = [
            (call, function)
            for call, function in calls
            if any(keyword.arg == "landscape" for keyword in call.keywords) == landscape
        ]
        return fitting or calls

    def mark(self, node: ast.expr | ast.stmt) -> None:
        """All lines of a piece of code."""
        self.lines.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))

    def follow(self, node: ast.AST, function: Function) -> None:
        """Whatever the names in a piece of code of that function stand for."""
        for part in ast.walk(node):
            if not isinstance(part, ast.Name) or (part.id, function.name) in self._followed:
                continue
            self._followed.add((part.id, function.name))
            if part.id in self._functions:
                self._mark_body(self._functions[part.id])
            else:
                self._follow_value(part.id, function)

    def _follow_value(self, name: str, function: Function) -> None:
        """A local variable back to where it was set, a parameter back to what was given."""
        for statement in ast.walk(function):
            targets = statement.targets if isinstance(statement, ast.Assign) else []
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                assert isinstance(statement, ast.Assign)
                self.mark(statement)
                self.follow(statement.value, function)
        names = [argument.arg for argument in function.args.args]
        if name not in names:
            return
        place = names.index(name)
        for call, caller in self._calls(function.name):
            given = [keyword.value for keyword in call.keywords if keyword.arg == name]
            given += call.args[place : place + 1]
            for value in given:
                self.mark(value)
                self.follow(value, caller)

    def _mark_body(self, function: Function) -> None:
        """A function without its words."""
        self.lines.add(function.lineno)
        for statement in function.body:
            said = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            if not said:
                self.mark(statement)

    def _calls(self, name: str) -> Iterator[tuple[ast.Call, Function]]:
        for function in self._functions.values():
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and _called(node) == name:
                    yield node, function


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
