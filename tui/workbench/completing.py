"""What tab writes: names on the workbench, and what tensors can do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

METHODS = (
    *("T", "shape", "stride()", "is_contiguous()", "contiguous()", "view(", "reshape("),
    *("permute(", "transpose(", "unsqueeze(", "squeeze(", "expand(", "flatten()", "clone()"),
    *("sum(", "mean(", "std(", "max(", "argmax(", "dtype", "device", "float()", "long()"),
    *("item()", "tolist()", "numpy()", "detach()", "requires_grad_()", "backward()", "grad"),
    *("unbind(", "split(", "chunk(", "repeat(", "storage_offset()", "data_ptr()"),
)
FUNCTIONS = (
    *("tensor(", "arange(", "zeros(", "ones(", "full(", "rand(", "randn(", "eye(", "linspace("),
    *("cat(", "stack(", "where(", "einsum(", "matmul(", "from_numpy(", "broadcast_to("),
    *("allclose(", "equal(", "no_grad()", "float32", "float64", "int64", "bool"),
)
AFTER_A_DOT = re.compile(r"([\w\])]+)\.(\w*)$")
A_NAME = re.compile(r"(\w+)$")


@dataclass(frozen=True, slots=True)
class Completion:
    """What can stand in place of what was typed last."""

    before: str
    """The line up to it."""
    choices: tuple[str, ...]

    def line(self, place: int) -> str:
        """The line with one of them; after the last one the first comes again."""
        return self.before + self.choices[place % len(self.choices)]


def complete(typed: str, names: Sequence[str]) -> Completion | None:
    """What may stand at the end of what was typed; None where nothing is known."""
    if found := AFTER_A_DOT.search(typed):
        known: Sequence[str] = FUNCTIONS if found[1] == "torch" else METHODS
        begun = found[2]
    elif found := A_NAME.search(typed):
        known, begun = (*names, "torch."), found[1]
    else:
        return None
    choices = tuple(name for name in known if name.startswith(begun) and name != begun)
    return Completion(typed[: len(typed) - len(begun)], choices) if choices else None
