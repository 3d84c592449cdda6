"""Names that people type: the nearest valid one to a name that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from lessons.errors import UnknownName


def nearest(asked: str, known: Iterable[str]) -> str:
    """The known name most like the one asked for; empty where none is like it.

    The last part of a path counts as well: `momentum` is near `optimizers/momentum`.
    """
    names = {name.casefold(): name for name in known}
    folded = asked.casefold()
    if close := get_close_matches(folded, names, n=1, cutoff=0.6):
        return names[close[0]]
    tails = {folded_name.rpartition("/")[2]: name for folded_name, name in names.items()}
    close = get_close_matches(folded.rpartition("/")[2], tails, n=1, cutoff=0.6)
    return tails[close[0]] if close else ""


def unknown(kind: str, asked: str, known: Iterable[str]) -> UnknownName:
    """The error for a name that does not exist, with the nearest one or, if few, all of them."""
    names = tuple(known)
    return UnknownName(kind, asked, nearest(asked, names), names if len(names) <= 12 else ())
