"""Puts what any optimiser remembers into plain containers, and back.

A learner's optimiser is an object with attributes and no `state_dict`. Its tensors, numbers and
containers are copied; references to the parameters are kept as references, so that they point to
the fresh model's parameters when they come back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from engine.errors import EngineError
from engine.nested import copied

_FIXED = (torch.dtype, torch.device)


def remembered(optimizer: object, parameters: Sequence[nn.Parameter]) -> dict[str, Any]:
    """The optimiser's own `state_dict()` where it has one and its counterpart, else all attributes.

    Raises EngineError for an attribute that cannot be copied exactly.
    """
    if _keeps_its_own(optimizer):
        return {"own": copied(optimizer.state_dict())}  # type: ignore[attr-defined]
    return {
        "attributes": {
            name: _pack(value, parameters, name)
            for name, value in vars(optimizer).items()
            if not _constant(value)
        }
    }


def recall(optimizer: object, parameters: Sequence[nn.Parameter], memory: dict[str, Any]) -> None:
    """Give an optimiser back what `remembered` took, in another object of its kind or the same."""
    if "own" in memory:
        optimizer.load_state_dict(copied(memory["own"]))  # type: ignore[attr-defined]
        return
    saved = memory["attributes"]
    ours = vars(optimizer)
    for name in [name for name, value in ours.items() if not _constant(value)]:
        if name not in saved:  # it came up later
            del ours[name]
    for name, value in saved.items():
        ours[name] = _refilled(ours.get(name), _unpack(value, parameters))


def _keeps_its_own(optimizer: object) -> bool:
    return hasattr(optimizer, "state_dict") and hasattr(optimizer, "load_state_dict")


def _constant(value: object) -> bool:
    """Functions, dtypes and devices belong to the optimiser, not to its memory."""
    return isinstance(value, _FIXED) or (callable(value) and not isinstance(value, nn.Module))


def _pack(value: Any, parameters: Sequence[nn.Parameter], name: str) -> Any:
    """Tensors, numbers, strings, None and lists; everything else as a dict that says what it is."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Tensor):
        return _pack_tensor(value, parameters)
    if isinstance(value, dict):
        pairs = [
            [_pack(key, parameters, name), _pack(entry, parameters, name)]
            for key, entry in value.items()
        ]
        return {"dict": pairs}
    for kind, word in ((list, "list"), (tuple, "tuple"), (deque, "deque")):
        if isinstance(value, kind):
            return {word: [_pack(entry, parameters, name) for entry in value]}
    raise EngineError(
        "The optimiser's state cannot be kept",
        f"Its attribute {name!r} is a {type(value).__name__}.",
        "Remember tensors, numbers, lists and dicts only, or write state_dict() and "
        "load_state_dict(state) for it.",
    )


def _pack_tensor(value: Tensor, parameters: Sequence[nn.Parameter]) -> Any:
    for index, parameter in enumerate(parameters):
        if value is parameter:
            return {"parameter": index}
        if (
            value.data_ptr() == parameter.data_ptr()
            and value.shape == parameter.shape
            and value.numel()
        ):
            return {"values": index}
    return value.detach().clone()


def _unpack(value: Any, parameters: Sequence[nn.Parameter]) -> Any:
    if isinstance(value, Tensor):
        return value.clone()
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    if kind == "parameter":
        return parameters[content]
    if kind == "values":
        return parameters[content].detach()
    if kind == "dict":
        return {_unpack(key, parameters): _unpack(entry, parameters) for key, entry in content}
    entries = [_unpack(entry, parameters) for entry in content]
    return {"list": list, "tuple": tuple, "deque": deque}[kind](entries)


def _refilled(now: Any, then: Any) -> Any:
    """The container of now, content of then: a defaultdict or a bounded deque stays what it is."""
    if isinstance(now, dict) and isinstance(then, dict):
        now.clear()
        now.update(then)
        return now
    if isinstance(now, deque) and isinstance(then, deque):
        now.clear()
        now.extend(then)
        return now
    return then
