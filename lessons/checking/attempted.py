"""Whether a file is an attempt at all: what is empty, or still the starter, is not judged."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection, Sequence
from dataclasses import dataclass

EMPTY = "The file is empty. Write what the task asks for, then check again."
STARTER = "The file is still as it began. Change it, then check again."
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Attempt:
    """What can be seen without running a file."""

    missing: str = ""
    """Why it is none, in a sentence; empty where it is one, or no Python."""
    blank: frozenset[str] = frozenset()
    """Functions that are asked for, are begun and have nothing in them."""


def attempt(source: str, starter: str = "", *, works: bool = False) -> Attempt:
    """Look at a file. `works`: the starter runs, so that it may be judged as it is."""
    tree = _parsed(source)
    if tree is None or _returns_outside(tree):
        return Attempt()
    if not _without_docstring(tree.body):
        return Attempt(EMPTY)
    begun = _parsed(starter)
    named, blank = _named(tree), _blank(tree)
    if begun is not None and not works and _same(begun, tree):
        return Attempt(_unwritten(blank, named) or STARTER)
    everything = any(isinstance(node, ast.alias) and node.name == "*" for node in ast.walk(tree))
    asked = _blank(begun) if begun is not None else ()
    left = [name for name in asked if name in blank or (name not in named and not everything)]
    if asked and len(left) == len(asked):
        return Attempt(_unwritten(left, named), frozenset(blank))
    wanted = _named(begun).intersection(blank) if begun and begun.body else set(blank)
    return Attempt("", frozenset(wanted))


def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # ValueError: null bytes
        return None


def _returns_outside(tree: ast.Module) -> bool:
    """Whether a body that is not indented stands behind its function, which Python refuses."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Return):
            return True
        if not isinstance(node, _Function | ast.Lambda):
            waiting += ast.iter_child_nodes(node)
    return False


def _same(one: ast.Module, other: ast.Module) -> bool:
    try:
        return ast.dump(one) == ast.dump(other)
    except RecursionError:  # nested as deeply as no starter is
        return False


def _unwritten(names: Sequence[str], there: Collection[str]) -> str:
    match names:
        case []:
            return ""
        case [one] if one in there:
            return f"`{one}` is not written yet. Put your code where its body is to be."
        case [one]:
            return f"There is no `{one}` in the file. It has to have exactly this name."
        case [*several, last]:
            both = f"{', '.join(f'`{name}`' for name in several)} and `{last}`"
            return f"{both} are not written yet. Begin with the first of them."
    return ""


def _blank(tree: ast.Module) -> list[str]:
    """Functions with nothing but `...`, `pass` or NotImplementedError in them."""
    return [
        node.name
        for node in tree.body
        if isinstance(node, _Function) and all(map(_nothing, _without_docstring(node.body)))
    ]


def _nothing(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant(value=builtins.Ellipsis)):
            return True
        case ast.Raise(exc=ast.Name(id=name) | ast.Call(func=ast.Name(id=name))):
            return name == "NotImplementedError"
    return False


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    match body:
        case [ast.Expr(ast.Constant(value=str())), *rest]:
            return rest
    return body


def _named(tree: ast.Module) -> set[str]:
    """Names that a module has when it has run."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, _Function | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name.partition(".")[0])
    return found
