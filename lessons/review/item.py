"""One thing that is asked again: a question, and where it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from engine.thumbnail import CurvePoint
from lessons.schema import Quiz

ItemKind = Literal["misconception", "question", "run"]
_SAID = re.compile(r"[^\w.+-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One line of a small chart."""

    name: str
    """Letter it is asked by; empty where it is the only one."""
    points: tuple[CurvePoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is drawn above a question about the learner's own runs."""

    title: str
    """What is drawn: `loss`, `gradient norm before clipping`."""
    curves: tuple[Curve, ...]
    log_y: bool = False
    mark: int | None = None
    """Step that is asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is asked, ready to be shown. What is known of it is kept under `lesson` and `id`."""

    id: str
    """Stable as long as what is to be known stays the same."""
    lesson: str
    """Id of the lesson it belongs to."""
    kind: ItemKind
    source: str
    """Id of the lesson whose block is asked; it is read again where the answer was wrong."""
    question: Quiz
    met: datetime
    """When the learner met it first: it is not asked before the day after."""
    lead: str = ""
    """Where it comes from, in a few words: `Momentum · your run from last week`."""
    picture: Picture | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What it is kept under."""
        return self.lesson, self.id

    @property
    def asked(self) -> tuple[str, str]:
        """What is asked: two items may ask the same question."""
        return self.source, self.question.id

    @property
    def unit(self) -> str:
        """Id of the unit it belongs to."""
        return self.lesson.partition("/")[0]


def fingerprint(*said: object) -> str:
    """A short name of what was said, which neither blanks nor commas nor capitals change."""
    plain = "|".join(_SAID.sub(" ", str(one)).strip().casefold() for one in said)
    return sha256(plain.encode()).hexdigest()[:8]


def scattered(*said: object) -> str:
    """A key to sort by: the same for the same things, and in no order that anybody would see."""
    return sha256("|".join(map(str, said)).encode()).hexdigest()
