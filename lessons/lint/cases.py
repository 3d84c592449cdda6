"""Proves a case sound: what reading shows, and what training shows.

That its exercise tells right answers from wrong ones is proved as for every exercise.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checking.judging import Call
from lessons.clinics.case import Case, filled
from lessons.clinics.case_file import CASE_FILE
from lessons.clinics.shown import Figure, shown_from
from lessons.lint.findings import Finding
from lessons.topics import load_topics
from lessons.views import VIEWS

SYMPTOM = "lessons.clinics.symptoms:symptom"
PERFORM = "lessons.clinics.trials:perform"


def check_text(case: Case) -> Iterator[Finding]:
    """Topics and views that exist, and a title that does not give the fault away."""
    topics = {topic.id for topic in load_topics()}
    for covered in case.covers:
        if covered not in topics:
            yield _finding(case, f'there is no topic "{covered}"', "See topics.toml.")
    for view in case.views:
        if view not in VIEWS:
            yield _finding(case, f'there is no view "{view}"', "See lessons/views.py.")
    for word in case.fault.split("_"):
        if len(word) > 3 and word in f"{case.title} {case.id}".casefold():
            yield _finding(case, f'the title or the folder says "{word}"', "Say what is seen.")


def check_runs(case: Case, call: Call, seeds: int = 3) -> Iterator[Finding]:
    """The broken run shows its symptom, the healthy one does not, trials come out as told."""
    for seed in range(case.seed, case.seed + seeds):
        found = call(SYMPTOM, case.id, seed)
        if not found["broken"]:
            fix = "Make the fault plainer, or say in `sick` what is really seen."
            yield _finding(case, f"with seed {seed} the broken run is not sick", fix)
        if found["healthy"]:
            fix = "Mend the healthy run, or say in `sick` what sets the two apart."
            yield _finding(case, f"with seed {seed} the healthy run is sick as well", fix)
        if found["ends"] != case.ends:
            fix = f'Declare ends = "{found["ends"]}".'
            yield _finding(case, f"with seed {seed} the broken run ends as {found['ends']}", fix)
        figures = tuple(Figure(name, name, float(value)) for name, value in found["figures"])
        yield from _quotes(case, [suspect.here for suspect in case.suspects], figures)
        for trial in case.trials:
            shown = shown_from(call(PERFORM, str(case.folder), trial.key, seed))
            if shown.outcome != trial.sees:
                message = f"{trial.key} with seed {seed} comes out as {shown.outcome}"
                yield _finding(case, message, f'It says sees = "{trial.sees}".')
            yield from _quotes(case, [trial.says], shown.figures)


def _quotes(case: Case, texts: list[str], figures: tuple[Figure, ...]) -> Iterator[Finding]:
    """Sentences quote only figures that there are."""
    for text in texts:
        try:
            filled(text, figures)
        except (KeyError, ValueError, IndexError) as error:
            yield _finding(case, f"{text!r} quotes what was not measured: {error}", "Correct it.")


def _finding(case: Case, message: str, fix: str) -> Finding:
    return Finding(file=case.folder / CASE_FILE, line=1, message=message, fix=fix)
