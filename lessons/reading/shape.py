"""What shapes are made of: tables of a curriculum file whose keys have types.

Each key has its docstring, which `lessons.format` turns into `FORMAT.md` and JSON Schemas.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

Filled = Annotated[str, Meta(min_length=1)]
AnyTable = dict[str, object]
"""Checked entry by entry with a shape of its own, so that errors can name the entry."""


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base: unknown keys are errors."""


def like(shape: type[msgspec.Struct]) -> Meta:
    """Says what such a table has to look like."""
    return Meta(extra={"like": shape})


def each(shape: type[msgspec.Struct]) -> Meta:
    """Says what every entry of such a table, or every table of such a list, has to look like."""
    return Meta(extra={"each": shape})
