"""What can be changed about the loop in slow motion: parts left out, and parts done twice."""

from __future__ import annotations

from dataclasses import replace

from engine.study.parts import PARTS, Part, SlowMotion

NEEDED: tuple[Part, ...] = ("forward", "loss")
"""Parts without which there is nothing to go backward from."""


def left_out(show: SlowMotion, part: Part) -> SlowMotion:
    """Without a part, or with it again. What needs it goes with it."""
    out = set(show.leave_out)
    if part in out:
        out -= {part, *(NEEDED if part == "backward" else ())}
    else:
        out |= {part, *(("backward",) if part in NEEDED else ())}
    kept = tuple(one for one in show.repeat if one not in out)
    return replace(show, leave_out=_ordered(out), repeat=kept)


def doubled(show: SlowMotion, part: Part) -> SlowMotion:
    """With a part done twice, or once again."""
    return replace(show, repeat=_ordered(set(show.repeat) ^ {part}))


def _ordered(parts: set[Part]) -> tuple[Part, ...]:
    return tuple(part for part in PARTS if part in parts)
