"""Types and defaults in the words of people who write TOML."""

from __future__ import annotations

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from lessons.format.whole import default_of, entry_of

_PLAIN = {str: "text", bool: "true or false", int: "whole number", float: "number"}
_SEVERAL = {"text": "texts", "whole number": "whole numbers", "number": "numbers"}


def words(kind: Any) -> str:
    """What may be written there."""
    if (entry := entry_of(kind)) is not None:
        base = get_args(kind)[0]
        if entry[0] == "like":
            return "table"
        return "table of tables" if get_origin(base) is dict else "list of tables"
    if get_origin(kind) is Annotated:
        inside, *metas = get_args(kind)
        return ", ".join([words(inside), *(limit for meta in metas for limit in _limits(meta))])
    return _PLAIN.get(kind) or _composed(get_origin(kind), get_args(kind))


def _composed(origin: Any, parts: tuple[Any, ...]) -> str:
    if origin is Literal:
        return ", ".join(f'`"{part}"`' for part in parts)
    if origin in (Union, UnionType):
        return " or ".join(words(part) for part in parts if part is not NoneType)
    if origin in (tuple, dict):
        inside = words(parts[0] if origin is tuple else parts[1])
        several = _SEVERAL.get(inside, f"{inside}s")
        return f"{'list' if origin is tuple else 'table'} of {several}"
    return "table"  # a shape of its own


def default(field: msgspec.structs.FieldInfo) -> str:
    """What it is where it is left out; empty where it has to be there."""
    if field.required:
        return ""
    value = default_of(field)
    if value is None or value in ("", (), {}):
        return "nothing"
    if isinstance(value, msgspec.Struct):
        inside = msgspec.to_builtins(value).items()
        return ", ".join(f"`{name} = {entry}`" for name, entry in inside)
    return f"`{msgspec.json.encode(value).decode()}`"


def _limits(meta: Any) -> Iterator[str]:
    for least, most in ((meta.min_length, meta.max_length), (meta.ge, meta.le)):
        if least is not None and most is not None:
            yield f"{least} to {most}"
        elif most is not None:
            yield f"at most {most}"
        elif least is not None and (least != 1 or meta.ge is not None):
            yield f"{least} or more"
    if meta.gt is not None:
        yield f"above {meta.gt}"
