"""What the keys of a shape mean: the docstring under each field, read from its source."""

from __future__ import annotations

import ast
import inspect
import sys
from functools import cache

import msgspec


def about(shape: type[msgspec.Struct]) -> str:
    """What a shape is, as its docstring says."""
    return inspect.cleandoc(shape.__doc__ or "")


def meanings(shape: type[msgspec.Struct]) -> dict[str, str]:
    """What each key is for."""
    return _of_module(shape.__module__).get(shape.__name__, {})


@cache
def _of_module(name: str) -> dict[str, dict[str, str]]:
    tree = ast.parse(inspect.getsource(sys.modules[name]))
    classes = (node for node in tree.body if isinstance(node, ast.ClassDef))
    return {node.name: _of_class(node) for node in classes}


def _of_class(node: ast.ClassDef) -> dict[str, str]:
    found = {}
    for field, text in zip(node.body, node.body[1:], strict=False):
        if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
            continue
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            found[field.target.id] = " ".join(str(text.value.value).split())
    return found
