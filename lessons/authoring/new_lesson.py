"""Makes the folder of a new lesson: a small sound lesson, to be rewritten into another one."""

from __future__ import annotations

import re
from pathlib import Path

from lessons.authoring.new_exercise import block_text, copy_files, title_of
from lessons.catalog import UNIT_FILE, load_catalog
from lessons.errors import BadValue, TutorError
from lessons.lint.code import LAB_FILE
from lessons.reading.blocks import EXERCISES
from lessons.reading.lesson_file import LESSON_FILE

TEMPLATE = Path(__file__).parent / "template"
EXERCISE = "one_step"
"""Name of the exercise that a new lesson has."""
_ID = re.compile(r"([a-z][a-z0-9_]*)/([a-z][a-z0-9_]*)")
_LISTED = re.compile(r"^lessons\s*=\s*\[([^\]]*)\]", re.MULTILINE)


def scaffold(lesson_id: str, root: Path) -> Path:
    """Make a lesson that already lints, list it in its unit, and return its folder.

    A unit that does not exist is made too. Raises BadValue for an id that cannot be one, and
    TutorError where there is such a folder or the files cannot be written.
    """
    found = _ID.fullmatch(lesson_id)
    if found is None:
        step = "Write unit/lesson in lower-case letters, digits and underscores."
        raise BadValue("lesson", f'"{lesson_id}" cannot be the id of a lesson.', step)
    unit, name = found.groups()
    folder = root / unit / name
    if folder.exists():
        raise TutorError("Nothing made", f"{folder} exists already.", "Choose another name.")
    try:
        _write(folder, name)
        _list(root, unit, name)
    except OSError as error:
        reason = f"{folder} cannot be written: {error.strerror or error}."
        raise TutorError("Nothing made", reason, "Make the curriculum writable.") from error
    return folder


def _write(folder: Path, name: str) -> None:
    folder.mkdir(parents=True)
    copy_files(folder / EXERCISES / EXERCISE, "complete")
    lesson = (TEMPLATE / LESSON_FILE).read_text(encoding="utf-8")
    lesson = lesson.replace("@TITLE@", title_of(name))
    lesson = lesson.replace("@EXERCISE@\n", block_text(EXERCISE, "complete"))
    (folder / LESSON_FILE).write_text(lesson, encoding="utf-8")
    code = (TEMPLATE / LAB_FILE).read_text(encoding="utf-8")
    (folder / LAB_FILE).write_text(code, encoding="utf-8")


def _list(root: Path, unit: str, name: str) -> None:
    file = root / unit / UNIT_FILE
    if not file.exists():
        order = len(load_catalog(root).units) + 1
        lines = (
            f'title = "{title_of(unit)}"',
            'aim = "Say in one sentence what the learner can do after this unit."',
            f"order = {order}",
            "lessons = []",
        )
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    text = file.read_text(encoding="utf-8")
    file.write_text(
        _LISTED.sub(lambda found: _with(found[1], name), text, count=1), encoding="utf-8"
    )


def _with(names: str, name: str) -> str:
    listed = [entry.strip() for entry in names.split(",") if entry.strip()]
    quoted = f'"{name}"'
    return f"lessons = [{', '.join([*listed, quoted])}]"
