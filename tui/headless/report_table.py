"""`tutor reports FOLDER`: a teacher's folder of reports as one table."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import asdict
from pathlib import Path

import msgspec

from engine.errors import EngineError
from lessons.errors import TutorError
from lessons.names import unknown
from lessons.report.table import ReportTable, Row, table_of
from tui.headless.fail import fail
from tui.headless.putting import put_text

FORMATS = ("markdown", "csv", "json")
HEADINGS = (
    "learner",
    "lessons done",
    "begun",
    "predictions right",
    "questions right",
    "exercises solved",
    "clinics mended",
    "explained",
    "reviews",
    "believed still",
)


def write_table(folder: Path, kind: str, to: Path | None) -> int:
    """Print or write the table; files that are no reports go to standard error. Exit status."""
    try:
        if kind not in FORMATS:
            raise unknown("format", kind, FORMATS)
        table = table_of(folder)
        text = {"markdown": as_markdown, "csv": as_csv, "json": as_json}[kind](table)
        put_text(text, to)
    except (TutorError, EngineError) as error:
        return fail(error.problem)
    for one in table.skipped:
        sys.stderr.write(f"tutor: {_tame(one.name)} was skipped: {_tame(one.reason)}\n")
    return 0 if table.rows else 1


def as_markdown(table: ReportTable) -> str:
    """A table that reads well as text."""
    lines = [f"| {' | '.join(HEADINGS)} |", f"|---|{'---:|' * (len(HEADINGS) - 2)}---|"]
    for row in table.rows:
        cells = (_tame(cell).replace("|", "\\|").replace("<", "&lt;") for cell in _cells(row))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def as_csv(table: ReportTable) -> str:
    """For a spreadsheet, a figure a column."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(Row.__slots__)
    for row in table.rows:
        fields = {**asdict(row), "open_misconceptions": "; ".join(row.open_misconceptions)}
        writer.writerow([_inert(value) for value in fields.values()])
    return target.getvalue()


def as_json(table: ReportTable) -> str:
    """`{"learners": […], "skipped": […]}`."""
    fields = {
        "learners": [asdict(row) for row in table.rows],
        "skipped": [asdict(one) for one in table.skipped],
    }
    return msgspec.json.encode(fields).decode() + "\n"


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.name,
        str(row.done),
        str(row.begun),
        _share(row.predicted_right, row.predicted),
        _share(row.answered_right, row.answered),
        _share(row.solved, row.tried),
        _share(row.mended, row.clinics),
        str(row.explained),
        str(row.reviews),
        "; ".join(row.open_misconceptions) or "–",
    )


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole}" if whole else "–"


def _inert(value: object) -> object:
    """What a spreadsheet would take for a formula is text."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value


def _tame(text: str) -> str:
    """On one line, and only signs that a terminal shows."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
