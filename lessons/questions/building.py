"""Builds a question of any form from its fence."""

from __future__ import annotations

from lessons.errors import LessonError
from lessons.names import nearest
from lessons.questions.forms import (
    Choice,
    Choices,
    Curves,
    Form,
    Mark,
    Match,
    Number,
    Order,
    Pair,
    Sketch,
    Slip,
    UnitFactor,
    WrongNumber,
)
from lessons.questions.shapes import (
    ChoiceShape,
    CurvesShape,
    MarkShape,
    MatchShape,
    NumberShape,
    OrderShape,
    QuizShape,
    SketchShape,
    SlipShape,
    WrongShape,
)
from lessons.reading.lab_block import reference
from lessons.reading.table import Step, Table
from lessons.schema import Lab

FORMS = ("choices", "numeric", "order", "match", "curves", "mark")


def build_form(table: Table, shape: QuizShape, lab: Lab, code: str) -> Form:
    """The one form that a question has. Raises LessonError."""
    given = [name for name in FORMS if getattr(shape, name)]
    if given == ["choices"]:
        return _choices(table, shape)
    if given == ["numeric"]:
        return _number(table)
    if given == ["order"]:
        return _order(table)
    if given == ["match"]:
        return _match(table)
    if given == ["curves"]:
        return _curves(table, lab)
    if given == ["mark"]:
        return _mark(table, lab, code)
    fix = "Give it choices = [ … ] or numeric, order, match, curves or mark = { … }: one of them."
    raise table.error("a question has choices or a number, or one other form", fix)


def build_sketch(table: Table) -> Sketch:
    """The paper for a prediction that is drawn. Raises LessonError."""
    shape = table.shaped(SketchShape, "sketch")
    if not shape.low < shape.high or (shape.log and shape.low <= 0):
        fix = "Let low be below high, and above 0 on a logarithmic axis."
        raise table.error("these limits leave no paper", fix, "sketch", "low")
    return Sketch(
        metric=shape.metric,
        low=shape.low,
        high=shape.high,
        log=shape.log,
        columns=shape.columns,
        rows=shape.rows,
    )


def _choices(table: Table, quiz: QuizShape) -> Choices:
    count = len(quiz.choices)
    shapes = [table.shaped(ChoiceShape, "choices", place) for place in range(count)]
    right = sum(shape.right for shape in shapes)
    if quiz.several and (right < 2 or right == count):
        fix = "Write right = true in two choices or more, and leave one that does not fit."
        raise table.error(f"{right} of {count} choices are right", fix, "choices")
    if not quiz.several and (count < 2 or right != 1):
        fix = "Write two choices or more, and right = true in exactly one."
        raise table.error(f"{right} of {count} choices are right", fix, "choices")
    return Choices(
        choices=tuple(
            Choice(text=shape.text, why=shape.why, right=shape.right, tag=shape.tag)
            for shape in shapes
        ),
        several=quiz.several,
        shuffle=quiz.shuffle,
    )


def _number(table: Table) -> Number:
    shape = table.shaped(NumberShape, "numeric")
    if shape.tolerance is None and not shape.relative:
        fix = "Add tolerance = … (the same unit as the answer) or relative = … (a share of it)."
        raise table.error('the key "tolerance" is missing', fix, "numeric")
    number = Number(
        answer=shape.answer,
        tolerance=shape.tolerance or 0.0,
        relative=shape.relative,
        why=shape.why,
        unit=shape.unit,
        units=tuple(UnitFactor(unit=name, factor=worth) for name, worth in shape.units.items()),
        wrong=tuple(_wrong(table, place) for place in range(len(shape.wrong))),
    )
    for place, wrong in enumerate(number.wrong):
        if abs(wrong.value - number.answer) <= number.reach(number.answer):
            fix = "Choose another value or a smaller tolerance."
            raise table.error("this value counts as right", fix, "numeric", "wrong", place, "value")
    return number


def _wrong(table: Table, place: int) -> WrongNumber:
    entry = table.shaped(WrongShape, "numeric", "wrong", place)
    return WrongNumber(value=entry.value, why=entry.why, tag=entry.tag)


def _order(table: Table) -> Order:
    shape = table.shaped(OrderShape, "order")
    count = len(shape.entries)
    if len(set(shape.entries)) < count:
        raise table.error("an entry stands twice", "Tell them apart.", "order", "entries")
    for order in shape.also:
        if sorted(order) != list(range(1, count + 1)):
            fix = f"Name each of 1 to {count} once."
            raise table.error("this is no order of the entries", fix, "order", "also")
    orders = (tuple(range(1, count + 1)), *shape.also)
    for slip in shape.slips:
        inside = max(slip.one, slip.other) <= count and slip.one != slip.other
        if not inside or any(order.index(slip.one) > order.index(slip.other) for order in orders):
            fix = "`one` belongs before `other` in every right order."
            raise table.error("this is no slip", fix, "order", "slips")
    return Order(entries=shape.entries, why=shape.why, also=shape.also, slips=_slips(shape.slips))


def _match(table: Table) -> Match:
    shape = table.shaped(MatchShape, "match")
    match = Match(
        pairs=tuple(Pair(left=pair.left, right=pair.right) for pair in shape.pairs),
        why=shape.why,
        extra=shape.extra,
        slips=_slips(shape.slips),
    )
    rights = match.rights
    if not 2 <= len(rights) <= 9:
        fix = "Let the right sides be 2 to 9 different ones."
        raise table.error(f"{len(rights)} things can be chosen", fix, "match", "pairs")
    for slip in match.slips:
        inside = slip.one <= len(match.pairs) and slip.other <= len(rights)
        if not inside or match.pairs[slip.one - 1].right == rights[slip.other - 1]:
            fix = "Name a left side by `one` and a wrong right side by `other`."
            raise table.error("this is no slip", fix, "match", "slips")
    return match


def _slips(shapes: tuple[SlipShape, ...]) -> tuple[Slip, ...]:
    return tuple(
        Slip(one=shape.one, other=shape.other, why=shape.why, tag=shape.tag) for shape in shapes
    )


def _curves(table: Table, lab: Lab) -> Curves:
    shape = table.shaped(CurvesShape, "curves")
    names = shape.scenarios
    if len(set(names)) < len(names):
        raise table.error("a scenario is named twice", "Name it once.", "curves", "scenarios")
    labels = tuple(_label(table, lab, name, "curves", "scenarios") for name in names)
    slips = []
    for slip in shape.slips:
        if slip.one == slip.other or not {slip.one, slip.other} <= set(names):
            fix = "Name two different scenarios of this question."
            raise table.error("this is no slip", fix, "curves", "slips")
        one, other = names.index(slip.one) + 1, names.index(slip.other) + 1
        slips.append(Slip(one=one, other=other, why=slip.why, tag=slip.tag))
    return Curves(
        scenarios=names,
        labels=labels,
        why=shape.why,
        metric=shape.metric,
        log=shape.log,
        slips=tuple(slips),
    )


def _mark(table: Table, lab: Lab, code: str) -> Mark:
    shape = table.shaped(MarkShape, "mark")
    _label(table, lab, shape.scenario, "mark", "scenario")
    return Mark(
        scenario=shape.scenario,
        answer=reference(table, shape.answer, code, "answer"),
        why=shape.why,
        metric=shape.metric,
        log=shape.log,
        tolerance=shape.tolerance,
    )


def _label(table: Table, lab: Lab, name: str, *path: Step) -> str:
    for scenario in lab.scenarios:
        if scenario.name == name:
            return scenario.label
    raise _no_scenario(table, lab, name, *path)


def _no_scenario(table: Table, lab: Lab, name: str, *path: Step) -> LessonError:
    names = [scenario.name for scenario in lab.scenarios]
    near = nearest(name, names)
    fix = f'Did you mean "{near}"?' if near else f"The lab has: {', '.join(names)}."
    return table.error(f'the lab has no scenario "{name}"', fix, *path)
