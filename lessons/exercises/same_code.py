"""Whether two Python files say the same thing in other names, comments and blanks."""

from __future__ import annotations

import ast

_Documented = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def same_code(one: str, other: str) -> bool:
    """Whether two files differ at most in comments, docstrings, annotations and local names."""
    first, second = normalised(one), normalised(other)
    return first is not None and first == second


def normalised(source: str) -> str | None:
    """A file without what does not matter to how it works; None where it cannot be read."""
    try:
        tree = ast.parse(source)
        _Bare(_local_names(tree)).visit(tree)
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        tree.body = [node for node in tree.body if not _is_idle_import(node, used)]
        return ast.dump(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # the last two: very deep
        return None


def _is_idle_import(node: ast.stmt, used: set[str]) -> bool:
    """Whether it imports only what annotations needed."""
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return False
    return not any((alias.asname or alias.name.partition(".")[0]) in used for alias in node.names)


def _local_names(tree: ast.AST) -> dict[str, str]:
    """Every name that is assigned or taken as an argument, with a number in its place."""
    names: dict[str, str] = {}
    for node in _in_order(tree):
        if isinstance(node, ast.arg):
            names.setdefault(node.arg, f"name{len(names)}")
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.setdefault(node.id, f"name{len(names)}")
    return names


def _in_order(node: ast.AST) -> list[ast.AST]:
    found = [node]
    for child in ast.iter_child_nodes(node):
        found += _in_order(child)
    return found


class _Bare(ast.NodeTransformer):
    """Takes docstrings and annotations away, and numbers local names."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, _Documented) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        self.generic_visit(node)
        return node if not isinstance(node, ast.Name | ast.arg) else self._renamed(node)

    def _renamed(self, node: ast.Name | ast.arg) -> ast.AST:
        if isinstance(node, ast.Name):
            node.id = self._names.get(node.id, node.id)
        else:
            node.arg, node.annotation = self._names.get(node.arg, node.arg), None
        return node
