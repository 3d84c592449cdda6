"""A question before something is removed."""

from __future__ import annotations

import os
import sys

from lessons.errors import BadValue


def agreed(question: str, *, yes: bool) -> bool:
    """Whether the learner agrees. Raises BadValue where nobody can be asked and `yes` is not said.

    Only a `y` agrees.
    """
    if yes:
        return True
    if not sys.stdin.isatty() or os.environ.get("CI"):
        raise BadValue("--yes", "There is nobody to ask.", "Say --yes to do it without a question.")
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes")
