"""`tutor --profile NAME` and `tutor profiles`: several learners on one machine."""

from __future__ import annotations

import sys

import msgspec

from lessons.errors import BadValue
from lessons.paths import current_profile, use_profile
from tui.headless.fail import fail


def learn_as(name: str | None) -> int:
    """Let everything that follows be of that learner; None leaves it to TUTOR_PROFILE.

    Returns 0, or the exit status where that is no name.
    """
    try:
        if name is None:
            current_profile()
        else:
            use_profile(name)
    except BadValue as error:
        return fail(error.problem)
    return 0


def list_profiles(*, as_json: bool) -> int:
    """Print who learns on this machine; returns the exit status."""
    from lessons.progress.profiles import learners

    found = learners()
    if as_json:
        fields = [
            {
                "name": one.name,
                "current": one.current,
                "last_used": one.last_used.isoformat() if one.last_used else None,
                "lessons_done": one.done,
                "folder": str(one.folder),
            }
            for one in found
        ]
        sys.stdout.write(msgspec.json.encode({"profiles": fields}).decode() + "\n")
        return 0
    widest = max(len(one.name) for one in found)
    for one in found:
        used = f"{one.last_used:%Y-%m-%d %H:%M}" if one.last_used else "not used yet"
        lessons = f"{one.done} lesson{'s' * (one.done != 1)} done"
        sign = ">" if one.current else " "
        sys.stdout.write(f"{sign} {one.name:{widest}}  {used:16}  {lessons}\n")
    sys.stdout.write("\n`tutor --profile NAME` learns as someone else, also as someone new.\n")
    return 0
