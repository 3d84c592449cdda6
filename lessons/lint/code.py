"""Checks a lesson's `lab.py` without running it: its functions exist and fit the lesson."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from lessons.lint.findings import Finding
from lessons.names import nearest
from lessons.questions.forms import Mark
from lessons.schema import Knob, Lesson, Predict, Quiz

LAB_FILE = "lab.py"
_ANNOTATIONS = {"float": "float", "log": "float", "int": "int", "toggle": "bool", "choice": "str"}


def check_code(lesson: Lesson) -> Iterator[Finding]:
    """What is wrong in `lab.py`, beside the knobs and answers that the lesson declares."""
    file = lesson.folder / LAB_FILE
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except OSError:
        fix = "Write it beside lesson.md, with the recipe and the answers."
        yield Finding(file=file, line=1, message="there is no lab.py", fix=fix)
        return
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        message = f"this is not Python: {getattr(error, 'msg', error)}"
        yield Finding(file=file, line=line, message=message, fix="Correct it.")
        return
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    recipe = _function(lesson.lab.recipe)
    if recipe not in functions:
        yield _missing(file, recipe, functions)
    else:
        yield from _check_recipe(file, functions[recipe], lesson.lab.knobs)
    for answer in dict.fromkeys(map(_function, answers_of(lesson))):
        if answer not in functions:
            yield _missing(file, answer, functions)
        else:
            yield from _check_answer(file, functions[answer])


def answers_of(lesson: Lesson) -> Iterator[str]:
    """Functions of `lab.py` that settle predictions and questions."""
    for predict in lesson.of(Predict):
        if predict.answer:
            yield predict.answer
    for quiz in (*lesson.of(Quiz), *lesson.reviews):
        if isinstance(quiz.form, Mark):
            yield quiz.form.answer


def _check_recipe(
    file: Path, function: ast.FunctionDef, knobs: tuple[Knob, ...]
) -> Iterator[Finding]:
    arguments = function.args
    if arguments.vararg or arguments.kwarg:
        fix = "Name every knob, without * and **."
        yield _finding(file, function, "the recipe takes anything", fix)
        return
    taken = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    names, wanted = [argument.arg for argument in taken], [knob.name for knob in knobs]
    if names != wanted:
        message = f"the recipe takes ({', '.join(names)}), the knobs are ({', '.join(wanted)})"
        yield _finding(file, function, message, "Give both the same names in the same order.")
        return
    for argument, knob in zip(taken, knobs, strict=True):
        kind = _ANNOTATIONS[knob.kind]
        written = ast.unparse(argument.annotation) if argument.annotation else ""
        if written != kind and not (knob.kind == "choice" and written):
            message = f'the knob {knob.name} is a {kind}, the recipe says "{written}"'
            yield _finding(file, argument, message, f"Write {knob.name}: {kind}.")


def _check_answer(file: Path, function: ast.FunctionDef) -> Iterator[Finding]:
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    without_default = len(positional) - len(arguments.defaults)
    if len(positional) < 1 or without_default > 1 or None in arguments.kw_defaults:
        fix = "Let it take the runs, and give everything else a default."
        yield _finding(file, function, f"{function.name} cannot be called with the runs", fix)


def _missing(file: Path, name: str, functions: dict[str, ast.FunctionDef]) -> Finding:
    near = nearest(name, functions)
    fix = f'Did you mean "{near}"?' if near else "Define it at the top level of the file."
    return Finding(file=file, line=1, message=f"there is no function {name}", fix=fix)


def _finding(file: Path, node: ast.FunctionDef | ast.arg, message: str, fix: str) -> Finding:
    return Finding(file=file, line=node.lineno, message=message, fix=fix)


def _function(reference: str) -> str:
    return reference.partition(":")[2]
