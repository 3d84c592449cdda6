"""A case in words: what to do at each stage, and the replay of what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.content import Content

from lessons.clinics.case import Case, Suspect, Trial, filled
from lessons.clinics.diagnosis import STAGES, Diagnosis, left
from lessons.clinics.shown import Figure, Shown
from tui.figures import written
from tui.symbols import Symbols
from tui.widgets.lines import BLANK, Paragraph, inline

NAMES = {
    "examine": "examine",
    "name": "name the fault",
    "test": "confirm it",
    "mend": "mend it",
    "compare": "what it was",
}
Key = Callable[[str], str]
"""How the key of a command is written."""


def path(at: Diagnosis, symbols: Symbols) -> Content:
    """The five stages in a row, those behind the learner marked."""
    here = STAGES.index(at.stage)
    parts: list[Content | tuple[str, str]] = []
    for place, stage in enumerate(STAGES):
        done = place < here or at.mended
        sign = symbols.done if done else symbols.pointer if place == here else symbols.new
        style = "bold $accent" if place == here else "" if done else "$muted"
        parts.append((f"{sign} {NAMES[stage]}   ", style))
    return Content.assemble(*parts)


def asked(at: Diagnosis, key: Key, *, loaded: bool) -> tuple[Paragraph, ...]:
    """What the learner is to do now."""
    match at.stage:
        case "examine":
            text = (
                f"**{key('lab')}** opens the run in the lab, with all instruments. Make it there, "
                "look at its curves and views, then come back: the suspects are listed here."
            )
        case "name":
            text = f"**What is wrong?** {key('take')} names the highlighted suspect."
            text += f" {key('lab')} goes back to the run, {key('code')} shows the code."
        case "test":
            text = f"**Which test would confirm it?** {key('take')} makes the highlighted one."
        case "mend":
            text = f"**Confirmed. Now mend it.** {key('mend')} opens the code."
        case _:
            text = "" if loaded else "Both programs are being trained, the broken one and yours."
    return (Paragraph(inline(text)),) if text else ()


def suspicion(suspect: Suspect, figures: Iterable[Figure], *, right: bool) -> tuple[Paragraph, ...]:
    """What speaks for or against a suspect that was named."""
    word = "That fits." if right else "Not this one."
    return (Paragraph(inline(f"**{word}** {suspect.why(figures)}")),)


def outcome(
    case: Case, trial: Trial, shown: Shown, tested: tuple[str, ...]
) -> tuple[Paragraph, ...]:
    """What a trial has shown, and what it leaves of the suspects."""
    if shown.outcome != trial.sees:
        said = "It came out in another way than it was meant to; its figures stand beside."
        return (Paragraph(inline(said)),)
    rest = left(case, tested)
    names = [one.name for one in rest if one.key != case.fault]
    paragraphs = [Paragraph(inline(filled(trial.says, shown.figures)))]
    if names:
        still = "; ".join(names)
        paragraphs.append(Paragraph(inline(f"**Still possible beside it:** {still}.")))
    else:
        paragraphs.append(Paragraph(inline("**It leaves nothing but this fault.**")))
    return tuple(paragraphs)


def figure_rows(figures: Iterable[Figure]) -> Content:
    """One figure a row."""
    shown = tuple(figures)
    widest = max((len(one.label) for one in shown), default=0)
    rows = [
        Content.assemble((one.label.ljust(widest) + "  ", "$muted"), (written(one.value), "bold"))
        for one in shown
    ]
    return Content("\n").join(rows)


def replay(
    case: Case, at: Diagnosis, figures: Iterable[Figure], shown: dict[str, Shown]
) -> tuple[Paragraph, ...]:
    """What the learner suspected and tested, on the way to what it was."""
    known = tuple(figures)
    rows: list[Paragraph] = [Paragraph(inline("**What you suspected**"))]
    for number, key in enumerate(at.suspected, 1):
        suspect = case.suspect(key)
        why = suspect.why(known) if known else suspect.shows
        lead = Content.styled(f" {number}  ", "$muted")
        rows.append(Paragraph(inline(f"**{suspect.name}.** {why}"), lead))
    rows += [BLANK, Paragraph(inline("**What you tested**"))]
    for number, key in enumerate(at.tested, 1):
        trial, seen = case.trial(key), shown.get(key)
        said = filled(trial.says, seen.figures) if seen is not None else ""
        lead = Content.styled(f" {number}  ", "$muted")
        rows.append(Paragraph(inline(f"{trial.ask} {said}"), lead))
    return (*rows, BLANK)


def changed(lines: Iterable[str]) -> tuple[Paragraph, ...]:
    """What was changed in the code."""
    styles = {"-": "$error", "+": "$success"}
    rows = [Paragraph(inline("**What you changed**"))]
    rows += [Paragraph(Content.styled(f"  {line}", styles.get(line[:1], ""))) for line in lines]
    return (*rows, BLANK)
