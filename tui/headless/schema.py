"""`tutor schema`: how lessons are written, for editors and other programs."""

from __future__ import annotations

import sys

import msgspec

from lessons.errors import UnknownName
from lessons.format.json_schema import schema, schemas
from tui.headless.fail import fail


def print_schema(name: str | None) -> int:
    """Print one JSON Schema, or an object of all; returns the exit status."""
    try:
        found = schemas() if name is None else schema(name)
    except UnknownName as error:
        return fail(error.problem)
    text = msgspec.json.format(msgspec.json.encode(found), indent=2)
    sys.stdout.write(text.decode() + "\n")
    return 0
