"""Runs what the learner types, and reports on tensors. Read as text, and run beside their code.

All of it can be forged from there. Nothing is decided by it: what comes back is only shown.
"""

from __future__ import annotations

import ast
import io
import re
import warnings
from contextlib import redirect_stdout
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch.overrides import TorchFunctionMode

MOST_CELLS, MOST_TENSORS, MOST_RESULTS, MOST_CALLS = 400, 24, 6, 12
LONGEST = 600
LONGEST_NAME = 28
"""What is longer than that is typed above its picture already."""
_MODULE = re.compile(r"(torch|F|nn|np)(\.\w+)*")
"""Modules and what they hold, by their names alone."""
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
Tree = dict[str, Any]


class Watch(TorchFunctionMode):
    """Notes every function of PyTorch's that makes a tensor of tensors."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[str, list[torch.Tensor], torch.Tensor]] = []
        self.asked: list[torch.Tensor] = []
        """What was last asked for something that is no tensor."""

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        made = func(*args, **(kwargs or {}))
        name = str(getattr(func, "__name__", "?"))
        if name == "__get__":
            name = str(getattr(func.__self__, "__name__", "?"))
        shown = args[0] if name == "__setitem__" and args else made
        if isinstance(shown, tuple | list) and shown:
            shown = shown[0]
        given = [*_tensors(args), *_tensors((kwargs or {}).values())]
        if not isinstance(shown, torch.Tensor):
            self.asked = given
        elif name != "grad":
            self.calls = [*self.calls, (name.strip("_"), given, shown)][-MOST_CALLS:]
        return made


def begin(module: Any) -> None:
    """Lay out the names that everybody expects."""
    names = {"torch": torch, "nn": torch.nn, "F": torch.nn.functional, "np": np}
    vars(module).update(names)


def step(module: Any, statement: str, line: int) -> Tree:
    """Run a statement that stands on that line of everything typed so far, and look at it."""
    names: dict[str, Any] = vars(module)
    before = {name: _print_of(value) for name, value in named(names).items()}
    held = dict(named(names))  # nothing is freed meanwhile, or a new tensor could get its place
    tree = ast.parse("\n" * (line - 1) + statement, module.__file__)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    watch, value, printed = Watch(), None, Printed()
    with redirect_stdout(printed), watch:
        exec(compile(tree, module.__file__, "exec", dont_inherit=True), names)
        if isinstance(last, ast.Expr):
            shown = compile(ast.Expression(last.value), module.__file__, "eval", dont_inherit=True)
            value = eval(shown, names)
    after = named(names)
    node = last.value if isinstance(last, ast.Expr) else _assigned(tree)
    # What is called for its effect gives None back; what is looked at and is None is worth a word.
    looked_at = isinstance(last, ast.Expr) and not isinstance(last.value, ast.Call)
    report = Report(after, watch.calls, watch.asked, looked_at=looked_at)
    return report.tree(node, value, before, held) | {"printed": printed.text}


class Printed(io.TextIOBase):
    """Keeps the beginning of what is printed."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        """Take it in, as long as there is room."""
        self.text += text[: max(LONGEST - len(self.text), 0)]
        return len(text)


class Report:
    """What there is to say after a statement."""

    def __init__(
        self, after: dict[str, Any], calls: list[Any], asked: list[Any], *, looked_at: bool = False
    ) -> None:
        self.after, self.calls, self.asked = after, calls, asked
        self.looked_at = looked_at
        self.spans: list[tuple[int, int]] = []
        """Where the memory of everything lies that was looked at."""
        self.looked: list[tuple[Tree, torch.Tensor]] = []

    def tree(
        self, node: ast.expr | None, value: Any, before: dict[str, Any], held: dict[str, Any]
    ) -> Tree:
        """All of it."""
        prints = {name: _print_of(one) for name, one in self.after.items()}
        made = [n for n, p in prints.items() if n not in before or before[n][0] != p[0]]
        changed = [n for n, p in prints.items() if n not in made and before[n] != p]
        known = {id(one): name for name, one in reversed(list(held.items()))}
        same = [[n, known[id(self.after[n])]] for n in made if id(self.after[n]) in known]
        if value is None and not made and not changed:
            self.calls = []  # printing computes as well
        results, said = self.results(node, value)
        tensors = [self.seen(one, name) for name, one in self.after.items()]
        if value is None and not said:
            results = [self.seen(self.after[name], name) for name in [*made, *changed]]
        target = value if value is not None else next((self.after[n] for n in made), None)
        inputs = self.inputs(node, target)
        return {
            "tensors": tensors,
            "results": results[:MOST_RESULTS],
            "inputs": inputs[:MOST_RESULTS],
            "made": made,
            "changed": changed,
            "same": same,
            "said": said,
            "calls": [
                {
                    "name": name,
                    "given": [list(one.shape) for one in given[:MOST_RESULTS]],
                    "given_dtypes": [_dtype(one) for one in given[:MOST_RESULTS]],
                    "made": list(out.shape),
                    "made_dtype": _dtype(out),
                }
                for name, given, out in self.calls
            ],
            "memories": self.memories(),
        }

    def results(self, node: ast.expr | None, value: Any) -> tuple[list[Tree], list[Tree]]:
        """Tensors that an expression gave, and what else it gave."""
        if value is None:
            return [], [_said(None)] if self.looked_at else []
        text = ast.unparse(node) if node is not None else "result"
        text = text if len(text) <= LONGEST_NAME else "result"
        if _shows(value):
            return [self.seen(value, text)], []
        fields = getattr(type(value), "__match_args__", None)
        if isinstance(value, tuple | list) and value and all(map(_shows, value)):
            ends = [f".{name}" for name in fields] if fields else [f"[{n}]" for n in range(99)]
            parts = zip(value, ends, strict=False)
            return [self.seen(one, text + end) for one, end in parts][:MOST_RESULTS], []
        if isinstance(value, torch.nn.Module):
            found = list(value.named_parameters())[:MOST_RESULTS]
            return [self.seen(one, f"{text}.{name}") for name, one in found], [_said(value)]
        return [], [_said(value)]

    def inputs(self, node: ast.expr | None, target: Any) -> list[Tree]:
        """What the last operation was given, under the names that were typed."""
        if isinstance(target, tuple | list) and target and _shows(target[0]):
            target = target[0]
        if target is not None and not _shows(target):
            given = self.asked
        elif not self.calls or (target is not None and self.calls[-1][2] is not target):
            return []
        else:
            name, given, _ = self.calls[-1]
            given = given[1:] if name == "setitem" else given
        names = {id(one): name for name, one in reversed(list(self.after.items()))}
        written = [name for part in _parts(node) if (name := _tensor_like(part))]
        fits = len(written) == len(given)
        answered = target is not None and not _shows(target)
        return [
            self.seen(one, names.get(id(one)) or (written[place] if fits else "…"))
            for place, one in enumerate(given)
            # On the way to a yes or no there are tensors that nobody has typed.
            if fits or not answered or id(one) in names
        ]

    def seen(self, value: Any, name: str) -> Tree:
        """One tensor or array."""
        kind, tensor = "tensor", value
        if isinstance(value, np.ndarray):
            kind, tensor = "array", _of_array(value)
        elif isinstance(value, torch.nn.Parameter):
            kind = "parameter"
        elif name.endswith(".grad"):
            kind = "gradient"
        found: Tree = {
            "name": name[:LONGEST],
            "kind": kind,
            "shape": list(tensor.shape),
            "strides": list(tensor.stride()),
            "offset": tensor.storage_offset(),
            "dtype": _dtype(tensor),
            "device": str(tensor.device),
            "requires_grad": bool(tensor.requires_grad),
            "grad_fn": type(tensor.grad_fn).__name__ if tensor.grad_fn is not None else "",
            "contiguous": bool(tensor.is_contiguous()),
            "memory": -1,
            "begins": 0,
            "cells": [],
            "span": None,
        }
        if tensor.device.type != "meta":
            flat = tensor.detach()
            if tensor.numel() <= MOST_CELLS:
                found["cells"] = flat.reshape(-1).tolist()
            if tensor.numel() and not tensor.is_complex():
                found["span"] = [flat.min().item(), flat.max().item()]
            self.looked.append((found, tensor))
            self.spans.append(_memory_of(value, tensor))
        return found

    def memories(self) -> list[Tree]:
        """Number what lies in the same place, and read it as it lies there."""
        areas: list[tuple[int, int]] = []
        for low, high in sorted(set(self.spans)):
            if areas and low < areas[-1][1]:
                areas[-1] = (areas[-1][0], max(high, areas[-1][1]))
            elif high > low:
                areas.append((low, high))
        memories: dict[int, Tree] = {}
        for (found, tensor), (low, high) in zip(self.looked, self.spans, strict=True):
            place = next((n for n, (a, b) in enumerate(areas) if a <= low and high <= b), -1)
            if place < 0 or high <= low:
                continue
            width = tensor.element_size()
            area_low, area_high = areas[place]
            own = tensor.untyped_storage()
            found["memory"] = place
            found["begins"] = (own.data_ptr() - area_low) // width
            count = (area_high - area_low) // width
            whole = own.nbytes() == area_high - area_low
            if whole and place not in memories and count <= MOST_CELLS:
                flat = tensor.detach().as_strided((count,), (1,), 0)
                memories[place] = {
                    "number": place,
                    "dtype": _dtype(tensor),
                    "cells": flat.tolist(),
                }
        return list(memories.values())


def named(names: dict[str, Any]) -> dict[str, Any]:
    """Tensors with a name, gradients and the parameters of modules among them."""
    found: dict[str, Any] = {}
    for name, value in list(names.items()):
        if name.startswith("_"):
            continue
        if isinstance(value, torch.nn.Module):
            parts = [(f"{name}.{part}", one) for part, one in value.named_parameters()]
        else:
            parts = [(name, value)] if _shows(value) else []
        for part, one in parts:
            found[part] = one
            grad = one.grad if isinstance(one, torch.Tensor) and one.is_leaf else None
            if grad is not None:
                found[f"{part}.grad"] = grad
    return dict(list(found.items())[-MOST_TENSORS:])


def _shows(value: Any) -> bool:
    if isinstance(value, torch.Tensor):
        return value.layout == torch.strided and not value.is_quantized
    return isinstance(value, np.ndarray) and _of_array(value) is not None


def _of_array(array: Any) -> Any:
    """A tensor on the memory of an array; None where PyTorch has none of its kind."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return torch.from_numpy(array)
    except (TypeError, ValueError):
        return None


def _memory_of(value: Any, tensor: Any) -> tuple[int, int]:
    """First byte of its memory, and the one after its last."""
    if isinstance(value, np.ndarray):
        root = value
        while isinstance(root.base, np.ndarray):
            root = root.base
        if root.base is None:
            return root.ctypes.data, root.ctypes.data + root.nbytes
    own = tensor.untyped_storage()
    return own.data_ptr(), own.data_ptr() + own.nbytes()


def _print_of(value: Any) -> tuple[Any, ...]:
    """By what it is seen that a name stands for something else, or for other numbers."""
    tensor = value if isinstance(value, torch.Tensor) else _of_array(value)
    few = tensor.device.type != "meta" and tensor.numel() <= MOST_CELLS
    cells = repr(tensor.detach().reshape(-1).tolist()) if few else tensor._version
    return id(value), tuple(tensor.shape), tensor.stride(), cells, tensor.requires_grad


def _tensors(values: Any) -> list[torch.Tensor]:
    found: list[torch.Tensor] = []
    for value in values:
        if isinstance(value, torch.Tensor):
            found.append(value)
        elif isinstance(value, tuple | list):
            found += _tensors(value)
    return found


def _assigned(tree: ast.Module) -> ast.expr | None:
    """What stands to the right of the last statement."""
    last = tree.body[-1] if tree.body else None
    return last.value if isinstance(last, ast.Assign | ast.AugAssign | ast.AnnAssign) else None


def _parts(node: ast.expr | None) -> list[ast.expr]:
    """The operands of an expression as it was typed."""
    match node:
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.UnaryOp(operand=value) | ast.Attribute(value=value):
            return [value]
        case ast.Compare(left=left, comparators=others):
            return [left, *others]
        case ast.Subscript(value=value, slice=index):
            return [value, index]
        case ast.Call(func=function, args=arguments):
            own = [function.value] if isinstance(function, ast.Attribute) else []
            return _flat([*own, *arguments])
    return []


def _flat(nodes: list[ast.expr]) -> list[ast.expr]:
    found: list[ast.expr] = []
    for node in nodes:
        found += _flat(node.elts) if isinstance(node, ast.List | ast.Tuple) else [node]
    return found


def _tensor_like(node: ast.expr) -> str:
    """How it was typed; empty for numbers, words, and names of modules."""
    if isinstance(node, ast.Constant | ast.Slice | ast.Tuple):
        return ""
    if isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant):
        return ""
    text = ast.unparse(node)
    return "" if _MODULE.fullmatch(text) else text


def _dtype(tensor: Any) -> str:
    return str(tensor.dtype).removeprefix("torch.")


def _said(value: Any) -> Tree:
    if isinstance(value, ModuleType):
        return {"kind": "module", "text": value.__name__}
    return {"kind": type(value).__name__[:80], "text": _ADDRESS.sub("", repr(value)[:LONGEST])}
