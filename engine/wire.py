"""Events as JSON: one object a line, the same on disk, between processes and in `--jsonl`.

JSON has no word for numbers that are not finite; they are the strings "nan", "inf" and "-inf".
Arrays are base64 of little-endian float32.
"""

from __future__ import annotations

import math
import re
from typing import Any, get_args

import msgspec

from engine.events import Event, Probed
from engine.observations import Observation


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


_EVENTS: dict[str, type] = {_snake(kind.__name__): kind for kind in get_args(Event)}
_OBSERVATIONS: dict[str, type] = {_snake(kind.__name__): kind for kind in get_args(Observation)}


_NOT_AN_EVENT = (KeyError, TypeError, AttributeError, ValueError, RecursionError)


def encode(event: Event) -> bytes:
    """One line of JSON, without the line's end. The key `event` names the kind."""
    return encode_fields(event_name(event), _fields(event))


def encode_fields(name: str, fields: dict[str, Any]) -> bytes:
    """A line of the same form from other fields."""
    return msgspec.json.encode(
        {"event": name, **{key: plain(value) for key, value in fields.items()}}
    )


def event_name(event: Event) -> str:
    """`StepEnded` is called `step_ended`."""
    return _snake(type(event).__name__)


def decode(line: bytes) -> Event:
    """The event of one line. Raises ValueError for anything else."""
    try:
        fields = msgspec.json.decode(line)
        kind = _EVENTS[fields.pop("event")]
        if kind is Probed:
            seen = fields["seen"]
            fields["seen"] = msgspec.convert(seen, _OBSERVATIONS[seen.pop("kind")], strict=False)
            return Probed(**fields)
        event: Event = msgspec.convert(fields, kind, strict=False)
    except (msgspec.MsgspecError, *_NOT_AN_EVENT) as error:
        raise ValueError(f"not an event: {line[:80]!r}") from error
    return event


def _fields(event: Event) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(event)
    if isinstance(event, Probed):
        fields["seen"]["kind"] = _snake(type(event.seen).__name__)
    return fields


def plain(value: Any) -> Any:
    """Replace what JSON cannot say: numbers that are not finite, halves of a surrogate pair."""
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value
