"""Shapes with everything written out: what is checked entry by entry is a part of them."""

from __future__ import annotations

from functools import cache, reduce
from operator import or_
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec
from msgspec import Meta

from lessons.format.meanings import about, meanings


@cache
def whole(shape: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """The same shape, with descriptions and with the shapes of all that is in it."""
    meant = meanings(shape)
    fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    for field in msgspec.structs.fields(shape):
        described: Any = Annotated[_whole(field.type), Meta(description=meant[field.name])]
        if field.required:
            fields.append((field.name, described))
        else:
            fields.append((field.name, described, default_of(field)))
    config = shape.__struct_config__
    return msgspec.defstruct(
        shape.__name__.removesuffix("Shape"),
        fields,
        namespace={"__doc__": about(shape)},
        kw_only=True,
        frozen=True,
        forbid_unknown_fields=config.forbid_unknown_fields,
    )


def default_of(field: msgspec.structs.FieldInfo) -> Any:
    """What a key is where an author leaves it out."""
    if field.default is not msgspec.NODEFAULT:
        return field.default
    factory: Any = field.default_factory
    return factory()


def entry_of(kind: Any) -> tuple[str, type[msgspec.Struct]] | None:
    """What a table that is checked on its own looks like: `like` or `each`, and the shape."""
    for meta in getattr(kind, "__metadata__", ()):
        for word, shape in (meta.extra or {}).items():
            return word, shape
    return None


def _whole(kind: Any) -> Any:
    entry = entry_of(kind)
    if entry is not None:
        word, shape = entry
        base = get_args(kind)[0]
        found: Any = whole(shape)
        if word == "each":
            is_table = get_origin(base) is dict
            found = dict[str, found] if is_table else tuple[found, ...]
        return _again(kind, found)
    if get_origin(kind) is Annotated:
        return _again(kind, _whole(get_args(kind)[0]))
    if get_origin(kind) in (Union, UnionType):
        return reduce(
            or_, (_whole(part) if part is not NoneType else None for part in get_args(kind))
        )
    if get_origin(kind) in (tuple, dict):
        return get_origin(kind)[tuple(_whole(part) for part in get_args(kind))]
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return whole(kind)
    return kind


def _again(kind: Any, inside: Any) -> Any:
    """What was said of a type, said of another one."""
    for meta in kind.__metadata__:
        if meta.extra is None:
            inside = Annotated[inside, meta]
    return inside
