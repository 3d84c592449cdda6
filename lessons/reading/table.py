"""A piece of TOML inside a curriculum file: parsed, typed, and able to name its own lines."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec

from lessons.errors import LessonError
from lessons.names import nearest

Shape = TypeVar("Shape", bound=msgspec.Struct)
Step = str | int
"""One step into a table: the name of a key or, from 0, the place in a list."""

_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_MSGSPEC_PATH = re.compile(r" - at `\$\.?(.*)`$")
_UNKNOWN_FIELD = re.compile(r"Object contains unknown field `(.+)`$")
_MISSING_FIELD = re.compile(r"Object missing required field `(.+)`$")
_STRING_OR_COMMENT = re.compile(
    r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*'
)
_WORDS = {
    "`str`": "text in quotes",
    "`int`": "a whole number",
    "`float`": "a number",
    "`bool`": "true or false",
    "`array`": "a list",
    "`object`": "a table",
}


@dataclass(frozen=True, slots=True)
class Table:
    """TOML from a file, and where in the file it stands."""

    file: Path
    line: int
    """Line of the file on which the text begins, from 1."""
    text: str
    _data: dict[str, object] = field(repr=False)

    @classmethod
    def read(cls, file: Path, line: int, text: str) -> Table:
        """Parse the text. Raises LessonError with the line where TOML stops making sense."""
        try:
            table = cls(file, line, text, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            message = str(error)
            place = _TOML_PLACE.search(message)
            offset = int(place[1]) - 1 if place and place[1] else text.rstrip().count("\n")
            raise LessonError(
                file,
                line + offset,
                "",
                f"this is not TOML: {_TOML_PLACE.sub('', message).lower()}",
                "Quote text, separate entries by commas, and keep { … } on one line.",
            ) from None
        if (path := _not_finite(table._data)) is not None:
            raise table.error("nan and inf are no values here", "Write an ordinary number.", *path)
        return table

    @property
    def data(self) -> dict[str, object]:
        """What the text says, as it was parsed."""
        return self._data

    @property
    def keys(self) -> tuple[str, ...]:
        """Names at the top of the table, in order."""
        return tuple(self._data)

    def shaped(self, shape: type[Shape], *path: Step) -> Shape:
        """The part at a path as a typed value. Raises LessonError naming the key at fault."""
        part: object = self._data
        for step in path:
            part = part[step]  # type: ignore[index]
        try:
            return msgspec.convert(part, shape)
        except msgspec.ValidationError as error:
            raise self._explained(str(error), shape, path) from None

    def error(self, message: str, fix: str, *path: Step) -> LessonError:
        """An error at a path of this table, with its line in the file."""
        key = ".".join(str(step + 1) if isinstance(step, int) else step for step in path)
        return LessonError(self.file, self.line + _line_of(self.text, path), key, message, fix)

    def _explained(
        self, message: str, shape: type[msgspec.Struct], path: tuple[Step, ...]
    ) -> LessonError:
        inner = _MSGSPEC_PATH.search(message)
        message = _MSGSPEC_PATH.sub("", message)
        where = (*path, *_steps(inner[1] if inner else ""))
        keys = [name.encode_name for name in msgspec.structs.fields(shape)]
        if unknown := _UNKNOWN_FIELD.match(message):
            near = nearest(unknown[1], keys)
            fix = f'Did you mean "{near}"?' if near else f"Known keys: {', '.join(keys)}."
            return self.error("there is no such key here", fix, *where, unknown[1])
        if missing := _MISSING_FIELD.match(message):
            fix = f"Add {missing[1]} = …"
            return self.error(f'the key "{missing[1]}" is missing', fix, *where)
        for code, words in _WORDS.items():
            message = message.replace(code, words)
        message = message.replace("`", "").replace("Expected", "should be").replace("got", "not")
        return self.error(message[:1].lower() + message[1:], "Change the value.", *where)


def _not_finite(part: object) -> tuple[Step, ...] | None:
    """Path to the first number that is not finite; None where all are."""
    if isinstance(part, float):
        return None if math.isfinite(part) else ()
    entries: Iterable[tuple[Step, object]] = ()
    if isinstance(part, dict):
        entries = part.items()
    elif isinstance(part, list):
        entries = enumerate(part)
    for step, entry in entries:
        if (rest := _not_finite(entry)) is not None:
            return (step, *rest)
    return None


def _steps(path: str) -> list[Step]:
    """`a.b[0]` as `["a", "b", 0]`."""
    found = re.findall(r"([^.\[\]]+)|\[(\d+)\]", path)
    return [int(index) if index else name for name, index in found if name != "..."]


def _line_of(text: str, path: tuple[Step, ...]) -> int:
    """Lines before the key at a path, as far as the path can be followed."""
    code = _STRING_OR_COMMENT.sub(lambda found: _blank(found, text), text)
    at = 0
    for step in path:
        pattern = _pattern(code, at, step)
        places = [found.start() for found in re.finditer(pattern, code) if found.start() >= at]
        wanted = step if isinstance(step, int) else 0
        if wanted >= len(places):
            break
        at = places[wanted]
    return code.count("\n", 0, at)


def _pattern(code: str, at: int, step: Step) -> str:
    if isinstance(step, str):
        return rf'(?<![\w-])(?:"{re.escape(step)}"|{re.escape(step)})\s*[=.\]]'
    header = re.match(r"[\w-]+(?=\s*\]\])", code[at:])
    return rf"(?<=[\[.]){header[0]}(?=\s*\]\])" if header else r"\{"


def _blank(found: re.Match[str], text: str) -> str:
    """A string's contents hidden, so that nothing in it is taken for a key; keys stay."""
    if re.match(r"\s*=", text[found.end() :]):
        return found[0]
    return re.sub(r"[^\n]", "·", found[0])
