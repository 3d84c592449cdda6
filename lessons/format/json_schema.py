"""JSON Schemas of files and blocks."""

from __future__ import annotations

from typing import Any

import msgspec

from lessons.format.parts import PARTS, part
from lessons.format.whole import whole

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(name: str) -> dict[str, Any]:
    """What a block or a file may hold, read as TOML. Raises UnknownName."""
    return {"$schema": DIALECT, **msgspec.json.schema(whole(part(name).shape))}


def schemas() -> dict[str, dict[str, Any]]:
    """The same for all of them, by name."""
    return {one.name: schema(one.name) for one in PARTS}
