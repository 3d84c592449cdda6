"""A rule that turns one form of error message into plain words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Found = Mapping[str, str]
"""What the named groups of a pattern found in the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What an error means."""

    title: str
    words: str
    """What it says, what usually leads to it, what to look at. Code stands in backticks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Plain words for the messages that fit a pattern.

    `title` and `words` are templates: `{name}` is what the group of that name found.
    """

    pattern: str
    """Searched in the message; anchor it where more must not stand before it."""
    title: str
    words: str
    kinds: tuple[str, ...] = ()
    """Names of the exceptions it is for; empty: any."""
    line: str = ""
    """Pattern that the learner's line has to contain."""
    more: Callable[[Found], Found] | None = None
    """Works out further figures for the templates; `source` holds the learner's file."""

    def explain(self, kind: str, message: str, line: str, source: str = "") -> Words | None:
        """The words with the figures of this message; None where the rule does not fit."""
        if self.kinds and kind not in self.kinds:
            return None
        if self.line and not re.search(self.line, line):
            return None
        match = re.search(self.pattern, message)
        if match is None:
            return None
        found = {name: text or "" for name, text in match.groupdict().items()}
        if self.more is not None:
            found |= self.more({**found, "source": source})
        return Words(
            title=self.title.format_map(found), words=" ".join(self.words.format_map(found).split())
        )
