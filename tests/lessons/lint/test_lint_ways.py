"""Explanations of misconceptions lead to lessons and headings that there are."""

from __future__ import annotations

import pytest

from lessons.catalog import load_catalog
from lessons.lint.ways import check_ways
from lessons.questions.misconceptions import Misconception

CATALOG = load_catalog()


def found(text: str) -> list[str]:
    one = Misconception(tag="clip-order", title="It does not matter", text=text, threshold=2)
    return [finding.message for finding in check_ways(CATALOG.units, [one])]


def test_every_explanation_of_ours_leads_somewhere() -> None:
    assert [str(finding) for finding in check_ways(CATALOG.units)] == []


@pytest.mark.parametrize(
    "text",
    [
        "“Momentum” compares both.",
        "“Exploding gradients”, *Holding the gradient back*, has the line.",
        "See the milestone of “Data”. “Slopes”, the exercise *Before, after, and the value*.",
    ],
)
def test_lessons_units_headings_and_exercises_are_found(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Only where it acts.", "names no lesson"),
        ("“Momentun” compares both.", "no lesson “Momentun”"),
        ("“Momentum”, *Holding on*, has it.", "“Momentum” has no heading *Holding on*"),
        ("“Data”, *Holding on*, has it.", "“Data” has no heading"),
    ],
)
def test_what_leads_nowhere_is_said(text: str, message: str) -> None:
    (said,) = found(text)
    assert message in said
