"""Checks where the explanations of misconceptions send the learner: “A lesson”, *a heading*."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lessons.exercises.exercise import Exercise
from lessons.lint.findings import Finding
from lessons.questions.misconceptions import MISCONCEPTIONS_FILE, Misconception, load_misconceptions
from lessons.schema import Lesson, Prose, Unit

_WAY = re.compile(r"“(?P<title>[^”]+)”(?:, (?:the exercise )?\*(?P<heading>[^*]+)\*)?")
_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)


def check_ways(
    units: Iterable[Unit], explained: Iterable[Misconception] | None = None
) -> Iterator[Finding]:
    """Explanations that name no lesson or unit of these, or a heading that it does not have."""
    headings = _headings(units)
    for one in load_misconceptions() if explained is None else explained:
        ways = list(_WAY.finditer(one.text))
        if not ways:
            yield _at(one, "it names no lesson", "Say in “…” which lesson shows it.")
        for way in ways:
            title, heading = way["title"], way["heading"]
            if title not in headings:
                yield _at(one, f"there is no lesson “{title}”", "Name one by its title.")
            elif heading is not None and heading not in headings[title]:
                fix = "Name a heading or an exercise by its title."
                yield _at(one, f"“{title}” has no heading *{heading}*", fix)


def _headings(units: Iterable[Unit]) -> Mapping[str, frozenset[str]]:
    """Headings and exercises by the title of their lesson; of a unit, none."""
    found: dict[str, frozenset[str]] = {}
    for unit in units:
        found.setdefault(unit.title, frozenset())
        for lesson in unit.lessons:
            found[lesson.title] = found.get(lesson.title, frozenset()) | _titles(lesson)
    return found


def _titles(lesson: Lesson) -> frozenset[str]:
    text = "\n".join(block.markdown for block in lesson.of(Prose))
    return frozenset((*_HEADING.findall(text), *(one.title for one in lesson.of(Exercise))))


def _at(one: Misconception, message: str, fix: str) -> Finding:
    lines = MISCONCEPTIONS_FILE.read_text(encoding="utf-8").splitlines()
    head = f"[{one.tag}]"
    line = lines.index(head) + 1 if head in lines else 1
    return Finding(file=MISCONCEPTIONS_FILE, line=line, message=f"{one.tag}: {message}", fix=fix)
