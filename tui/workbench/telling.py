"""What is said about tensors, and about what a step did to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from lessons.workbench.seen import Call, Seen, Step

ELEMENTWISE = frozenset(
    (
        *("add", "sub", "rsub", "mul", "div", "rdiv", "true_divide", "pow", "rpow", "floordiv"),
        *("floor_divide", "remainder", "mod", "eq", "ne", "lt", "le", "gt", "ge", "maximum"),
        *("minimum", "where", "logical_and", "logical_or", "logical_xor", "and", "or", "xor"),
        *("fmod", "atan2", "lerp", "addcmul", "addcdiv", "masked_fill", "mse_loss", "l1_loss"),
    )
)
"""Operations that stretch what they are given."""
SIGNS = dict(
    pair.split(" ", 1)
    for pair in (
        *("add +", "sub -", "mul ×", "div /", "true_divide /", "floordiv //", "matmul @"),
        *("pow **", "gt >", "lt <", "ge >=", "le <=", "eq ==", "ne !="),
    )
)
"""What stands between two operands."""
MOVES = frozenset(
    (
        *("clone", "contiguous", "reshape", "flatten", "getitem", "to", "repeat", "cat", "stack"),
        *("float", "double", "half", "long", "int", "bool", "tile", "gather", "index_select"),
        *("take", "flip", "roll", "hstack", "vstack", "masked_select", "repeat_interleave"),
        *(
            "concat",
            "concatenate",
            "tensor",
            "bfloat16",
            "type",
            "take_along_dim",
            "copy_",
            "rot90",
        ),
    )
)
"""Operations that copy numbers and compute none."""
CALLED = {"getitem": "indexing", "setitem": "assigning", "T": ".T", "mT": ".mT"}
"""Operations whose own name says little."""
LONGEST_NAME = 44
MOST_LINKS = 6
"""Operations on the way that are named."""


def shape_of(shape: Sequence[int]) -> str:
    """A shape as Python writes a tuple."""
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def name_of(seen: Seen) -> str:
    """Its name, cut where an expression is long."""
    name = " ".join(seen.name.split())
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def about(seen: Seen) -> str:
    """What it is made of."""
    where = "" if seen.device == "cpu" else f"on {seen.device}  "
    return f"{seen.dtype}  {where}strides {shape_of(seen.strides)}"


Role = Literal["input", "result", "there"]
"""What a tensor is in a picture: given to the step, made by it, or simply there."""


def tags(seen: Seen, step: Step, role: Role) -> str:
    """What is particular about it."""
    found: list[str] = []
    if seen.kind in ("array", "parameter", "gradient"):
        found.append("NumPy array" if seen.kind == "array" else seen.kind)
    other = "" if role == "input" else shares_with(seen, step, there=role == "there")
    if other:
        found.append(f"{'view of' if role == 'result' else 'shares memory with'} {other}")
    elif role == "result" and step.inputs and seen.memory >= 0 and seen.size:
        found.append("copy" if _is_copied(step) else "new memory")
    if seen.offset:
        found.append(f"offset {seen.offset}")
    if not seen.contiguous:
        found.append("not contiguous")
    if seen.requires_grad:
        found.append(seen.grad_fn or "requires grad")
    if seen.device == "meta":
        found.append("has no numbers")
    return ", ".join(found)


def shares_with(seen: Seen, step: Step, *, there: bool = False) -> str:
    """Another tensor in the same memory, `there`: with a name; empty where there is none."""
    if seen.memory < 0:
        return ""
    aliases = {seen.name} | {
        b if a == seen.name else a for a, b in step.same if seen.name in (a, b)
    }
    others = step.tensors if there else (*step.inputs, *step.tensors)
    found = (
        one.name
        for one in others
        if one.memory == seen.memory and one.name not in aliases and one.name != "…"
    )
    return next(found, "")


def sentences(step: Step, before: Sequence[Seen]) -> Iterator[str]:
    """What the step did, shortest first."""
    for new, old in step.same:
        yield f"`{new}` and `{old}` are two names of one tensor: nothing was copied."
    yield from _broadcast(step)
    yield from _promoted(step)
    yield from _shared(step)
    yield from _changed(step, before)
    yield from (f"→ `{said.text}`" for said in step.said)


def chain(step: Step) -> str:
    """The operations on the way, where there were several."""
    calls = [call for call in step.calls if call.given]
    told = [_call(call) for call in calls[:MOST_LINKS]]
    if len(calls) > MOST_LINKS:
        told.append(f"{len(calls) - MOST_LINKS} more")
    return ", then ".join(told) if len(calls) > 1 else ""


def sign_between(step: Step) -> str:
    """What stands between the operands of the last operation."""
    return SIGNS.get(_last_name(step), ",") if step.calls else ""


def stretched(step: Step) -> tuple[int, ...]:
    """The shape that broadcasting gives the operands; empty where nothing is stretched."""
    if not step.calls or not step.inputs:
        return ()
    call = step.calls[-1]
    if _last_name(step) not in ELEMENTWISE or len(call.given) < 2:
        return ()
    if all(given == call.made or not given for given in call.given):
        return ()
    return call.made if 0 < len(call.made) <= 4 else ()


def _broadcast(step: Step) -> Iterator[str]:
    shape = stretched(step)
    if not shape:
        return
    call = step.calls[-1]
    sign = f" {SIGNS.get(_last_name(step), ',')} "
    yield f"{sign.join(map(shape_of, call.given))} → {shape_of(shape)}"
    for seen in step.inputs:
        own = (1,) * (len(shape) - len(seen.shape)) + seen.shape
        axes = [n for n, (a, b) in enumerate(zip(own, shape, strict=True)) if a != b]
        if not axes or not seen.shape:
            continue
        where = f"{'axis' if len(axes) == 1 else 'axes'} {' and '.join(map(str, axes))}"
        times = " and ".join(str(shape[axis]) for axis in axes)
        read = f" is read as {shape_of(own)} and" if len(own) > len(seen.shape) else " is"
        yield f"`{name_of(seen)}`{read} stretched along {where}, to {times}."


def _promoted(step: Step) -> Iterator[str]:
    if not step.calls:
        return
    call = step.calls[-1]
    kinds = list(dict.fromkeys(call.given_dtypes))
    if len(kinds) > 1 and _last_name(step) in ELEMENTWISE and call.made_dtype != "bool":
        yield f"{' and '.join(kinds)} give {call.made_dtype}."


def _shared(step: Step) -> Iterator[str]:
    if not step.inputs or step.changed:
        return
    news = [one for one in step.results if one.memory >= 0 and one.size]
    if not news:
        return
    first = news[0]
    other = shares_with(first, step)
    if step.same:
        return
    if other:
        name = "They share" if len(news) > 1 else f"`{name_of(first)}` shares"
        yield f"{name} memory with `{other}`: nothing was copied."
    elif _is_copied(step):
        yield "The numbers were copied into new memory."


def _changed(step: Step, before: Sequence[Seen]) -> Iterator[str]:
    known = {one.name: one for one in before}
    seen = {one.name: one for one in step.tensors}
    groups: dict[int, list[str]] = {}
    for name in step.changed:
        old, new = known.get(name), seen.get(name)
        if old is None or new is None:
            continue
        if old.cells == new.cells and old.whole:
            if old.requires_grad != new.requires_grad:
                kept = "now keeps a gradient" if new.requires_grad else "keeps no gradient any more"
                yield f"`{name}` {kept}."
            elif old.shape != new.shape or old.strides != new.strides:
                yield f"`{name}` has another shape; its numbers are the same."
            continue
        groups.setdefault(new.memory, []).append(name)
    for names in groups.values():
        if len(names) == 1:
            yield f"`{names[0]}` was changed in place."
        else:
            listed = f"{', '.join(f'`{one}`' for one in names[:-1])} and `{names[-1]}`"
            yield f"{listed} share memory: what changes one in place changes all of them."


def _call(call: Call) -> str:
    given = " ".join(map(shape_of, call.given))
    return f"{CALLED.get(call.name, call.name)} {given} → {shape_of(call.made)}"


def _last_name(step: Step) -> str:
    """Of the last operation, without signs of working in place or from the right."""
    name = step.calls[-1].name.strip("_")
    return name if name in ELEMENTWISE or name in SIGNS else name.removeprefix("i")


def _is_copied(step: Step) -> bool:
    return bool(step.calls) and step.calls[-1].name.strip("_") in MOVES
