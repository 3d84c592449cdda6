"""How long a painted change may wait for Textual's clock."""

from __future__ import annotations

import os

BEATS = "240"
"""A second. At Textual's own 60, one key in twenty waits 10 to 17 ms for the next beat."""


def quicken() -> None:
    """Call before Textual is imported; a rate that is set from outside stands.

    Costs nothing while nothing changes. Animations would follow the same clock; the app has none.
    """
    os.environ.setdefault("TEXTUAL_FPS", BEATS)
