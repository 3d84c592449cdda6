"""What pairs are worth: words with words, or curves with names."""

from __future__ import annotations

from lessons.errors import BadValue
from lessons.questions.forms import Curves, Match, Slip
from lessons.questions.graded import Graded
from lessons.questions.written import read_places


def grade_match(form: Match, given: str) -> Graded:
    """For each left side the number of a right side. Raises BadValue where one is missing."""
    rights = form.rights
    chosen = _one_for_each(given, len(form.pairs), len(rights))
    wanted = tuple(rights.index(pair.right) + 1 for pair in form.pairs)
    return _graded(chosen, wanted, form.slips, form.why, "pairs")


def grade_curves(form: Curves, given: str) -> Graded:
    """For each scenario the number of a curve, curves counted as the scenarios are."""
    count = len(form.scenarios)
    chosen = _one_for_each(given, count, count)
    return _graded(chosen, tuple(range(1, count + 1)), form.slips, form.why, "curves")


def _one_for_each(given: str, wanted: int, most: int) -> tuple[int, ...]:
    chosen = read_places(given, most)
    if len(chosen) != wanted:
        step = f"Give {wanted} numbers, one for each in turn."
        raise BadValue("answer", f"That names {len(chosen)} of {wanted}.", step)
    return chosen


def _graded(
    chosen: tuple[int, ...], wanted: tuple[int, ...], slips: tuple[Slip, ...], why: str, word: str
) -> Graded:
    if chosen == wanted:
        return Graded(right=True, why=why)
    for slip in slips:
        if chosen[slip.one - 1] == slip.other != wanted[slip.one - 1]:
            return Graded(right=False, why=slip.why, tag=slip.tag)
    fitting = sum(mine == right for mine, right in zip(chosen, wanted, strict=True))
    told = "None of the" if fitting == 0 else f"{fitting} of the"
    verb = "fits" if fitting == 1 else "fit"
    return Graded(right=False, why=f"{told} {len(wanted)} {word} {verb} so far.")
