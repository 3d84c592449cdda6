"""Reads one lesson folder: `lesson.md` becomes a Lesson, its blocks checked against each other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lessons.errors import LessonError
from lessons.names import nearest
from lessons.questions.forms import scenarios_of
from lessons.reading.blocks import (
    build_aside,
    build_clinic,
    build_exercise,
    build_mixed,
    build_predict,
    build_quiz,
    build_reflect,
    build_run,
    build_workbench,
)
from lessons.reading.documents import Documents
from lessons.reading.lab_block import build_lab
from lessons.reading.markdown import Document, Fence
from lessons.reading.shapes import FrontShape
from lessons.reading.sources import OWN, Source
from lessons.schema import Block, Lab, Lesson, Predict, Prose, Quiz, Run

LESSON_FILE = "lesson.md"


def load_lesson(
    folder: Path, lesson_id: str, source: Source = OWN, documents: Documents | None = None
) -> Lesson:
    """Read a lesson. Raises LessonError where the file is missing or anything in it is wrong."""
    documents = documents or Documents()
    file = folder / LESSON_FILE
    if not all(part.isidentifier() for part in lesson_id.split("/")):
        fix = "Use letters, digits and underscores: the folder is a Python package too."
        raise LessonError(file, 1, "", f'"{lesson_id}" cannot be the id of a lesson', fix)
    document = documents.read(file)
    front = document.front.shaped(FrontShape)
    code = source.code_of(lesson_id, folder)
    lab = build_lab(_lab_fence(document, file), code)
    blocks = _blocks(document, code, folder, lab)
    reviews = _reviews(document, lab, code)
    _check_ids([*blocks, *reviews], file)
    _check_names(blocks, lab, file)
    _check_runs_made(blocks, reviews, file)
    lesson = Lesson(
        id=lesson_id,
        title=front.title,
        aim=front.aim,
        minutes=front.minutes,
        requires=front.requires,
        covers=front.covers,
        sources=front.sources,
        lab=lab,
        blocks=tuple(_settled(block, blocks[place:], file) for place, block in enumerate(blocks)),
        folder=folder,
        reviews=reviews,
        provider=source.name,
    )
    documents.sound(file)
    return lesson


def place_of(problem: LessonError) -> str:
    """Id of the lesson, or of the unit, that a problem is about."""
    folder = problem.file.parent
    is_lesson = problem.file.name == LESSON_FILE
    return f"{folder.parent.name}/{folder.name}" if is_lesson else folder.name


def _lab_fence(document: Document, file: Path) -> Fence:
    fences = [part for part in document.parts if isinstance(part, Fence) and part.kind == "lab"]
    if not fences:
        fix = "Add a ```lab block with recipe, knobs and scenarios."
        raise LessonError(file, 1, "lab", "a lesson needs a lab", fix)
    if len(fences) > 1:
        raise LessonError(file, fences[1].line, "lab", "a second lab", "Keep one.")
    return fences[0]


def _blocks(document: Document, code: str, folder: Path, lab: Lab) -> list[Block]:
    blocks: list[Block] = []
    prose = runs = 0
    for part in document.parts:
        if not isinstance(part, Fence):
            prose += 1
            blocks.append(Prose(id=f"prose-{prose}", markdown=part.markdown, line=part.line))
        elif part.kind == "predict":
            blocks.append(build_predict(part, code))
        elif part.kind == "run":
            runs += 1
            blocks.append(build_run(part, f"run-{runs}"))
        elif part.kind == "quiz":
            blocks.append(build_quiz(part, lab, code))
        elif part.kind == "reflect":
            blocks.append(build_reflect(part))
        elif part.kind == "exercise":
            blocks.append(build_exercise(part, folder))
        elif part.kind == "clinic":
            blocks.append(build_clinic(part))
        elif part.kind == "workbench":
            blocks.append(build_workbench(part))
        elif part.kind == "mixed":
            blocks.append(build_mixed(part))
        elif part.kind == "aside":
            blocks.append(build_aside(part))
    return blocks


def _reviews(document: Document, lab: Lab, code: str) -> tuple[Quiz, ...]:
    """Questions that only reviews ask."""
    fences = (part for part in document.parts if isinstance(part, Fence))
    return tuple(build_quiz(one, lab, code) for one in fences if one.kind == "review")


def _check_ids(blocks: list[Block], file: Path) -> None:
    seen: dict[str, int] = {}
    for block in blocks:
        if block.id in seen:
            message = f'the id "{block.id}" is taken by the block on line {seen[block.id]}'
            raise LessonError(file, block.line, "id", message, "Choose another id.")
        seen[block.id] = block.line


def _check_names(blocks: list[Block], lab: Lab, file: Path) -> None:
    """Scenarios and views that blocks name are the lab's."""
    scenarios = tuple(scenario.name for scenario in lab.scenarios)
    for block in blocks:
        if not isinstance(block, Predict | Run):
            continue
        named = [("scenarios", name, scenarios) for name in block.scenarios]
        if isinstance(block, Run) and block.view:
            named.append(("view", block.view, lab.views))
        for key, name, known in named:
            if name not in known:
                near = nearest(name, known)
                fix = f'Did you mean "{near}"?' if near else f"The lab has: {', '.join(known)}."
                message = f'the lab has no {key.removesuffix("s")} "{name}"'
                raise LessonError(file, block.line, key, message, fix)


def _check_runs_made(blocks: list[Block], reviews: tuple[Quiz, ...], file: Path) -> None:
    """Questions about runs come after the runs; those of reviews after the lesson."""
    made: set[str] = set()
    for block in (*blocks, *reviews):
        if isinstance(block, Run):
            made.update(block.scenarios)
        elif isinstance(block, Quiz):
            for name in scenarios_of(block.form):
                if name not in made:
                    message = f'no earlier run makes the scenario "{name}"'
                    fix = "Put a ```run block before the question."
                    raise LessonError(file, block.line, "scenarios", message, fix)


def _settled(block: Block, onwards: list[Block], file: Path) -> Block:
    """A prediction with the scenarios that decide it; every other block as it is."""
    if not isinstance(block, Predict):
        return block
    runs = [later for later in onwards if isinstance(later, Run)]
    if not runs:
        fix = "Add a ```run block after it."
        raise LessonError(file, block.line, "predict", "no run settles this prediction", fix)
    made = {name for run in runs for name in run.scenarios}
    for name in block.scenarios:
        if name not in made:
            message = f'no later run makes the scenario "{name}"'
            fix = "Add it to a ```run block after the prediction."
            raise LessonError(file, block.line, "scenarios", message, fix)
    scenarios = block.scenarios or runs[0].scenarios
    if block.sketch is not None and len(scenarios) != 1:
        fix = 'Name the one whose curve is sketched: scenarios = ["…"].'
        message = "a sketch is of one run"
        raise LessonError(file, block.line, "scenarios", message, fix)
    return replace(block, scenarios=scenarios)
