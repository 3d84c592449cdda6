"""Share strings: `optimizers/momentum?scenario=heavy_ball&lr=0.1#seed=3` names an experiment."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

from engine.request import Parameters
from lessons.catalog import Catalog
from lessons.errors import BadValue
from lessons.knobs import parsed, written
from lessons.names import unknown
from lessons.schema import Lab, Lesson

LARGEST_SEED = 2**32 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """An experiment of a lesson, as far as the string says."""

    lesson: str
    """Id of the lesson, `unit/lesson`."""
    scenario: str | None = None
    """Name of the scenario; None where none is named."""
    settings: Parameters = ()
    """Knobs turned by hand, each of the knob's own type."""
    seed: int | None = None
    """None leaves the lab's own."""


def parse(text: str, catalog: Catalog) -> Share:
    """Read a share string. Raises UnknownName or BadValue, with the nearest valid name."""
    rest, _, fragment = text.strip().partition("#")
    lesson_id, _, query = rest.partition("?")
    lesson = catalog.lesson(unquote(lesson_id))
    scenario = None
    settings = {}
    for name, value in pairs_of(query):
        if name == "scenario":
            scenario = _scenario(lesson, value)
        else:
            settings[name] = parse_setting(lesson.lab, name, value)
    return Share(
        lesson=lesson.id,
        scenario=scenario,
        settings=tuple(settings.items()),
        seed=seed_of(fragment),
    )


def write(share: Share) -> str:
    """The share string that `parse` reads back as the same Share."""
    pairs = [("scenario", share.scenario)] if share.scenario is not None else []
    pairs += [(name, written(value)) for name, value in share.settings]
    query = "&".join(f"{name}={quote(value or '', safe='')}" for name, value in pairs)
    seed = "" if share.seed is None else f"#seed={share.seed}"
    return share.lesson + (f"?{query}" if query else "") + seed


def parse_setting(lab: Lab, name: str, text: str) -> bool | int | float | str:
    """A knob's value, typed by a person. Raises UnknownName or BadValue."""
    if not lab.has(name):
        raise unknown("knob", name, (knob.name for knob in lab.knobs))
    return parsed(lab.knob(name), text)


def parse_seed(text: str) -> int:
    """A seed, typed by a person. Raises BadValue."""
    if text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= LARGEST_SEED:
        return int(text)
    step = f"Give a whole number from 0 to {LARGEST_SEED}."
    raise BadValue("seed", f'"{text[:40]}" is no seed.', step)


def pairs_of(query: str) -> list[tuple[str, str]]:
    """Names and values of a query. Raises BadValue for a piece that sets nothing."""
    pairs: list[tuple[str, str]] = []
    for piece in query.split("&") if query else ():
        name, equals, value = piece.partition("=")
        name = unquote(name)
        if not equals:
            raise BadValue(name or "?", f'"{piece}" sets nothing.', "Write knob=value.")
        if name in dict(pairs):
            raise BadValue(name, f"{name} is set twice.", "Set it once.")
        pairs.append((name, unquote(value)))
    return pairs


def _scenario(lesson: Lesson, name: str) -> str:
    names = [scenario.name for scenario in lesson.lab.scenarios]
    if name not in names:
        raise unknown("scenario", name, names)
    return name


def seed_of(fragment: str) -> int | None:
    """The seed behind `#`; None where there is none. Raises BadValue or UnknownName."""
    if not fragment:
        return None
    name, _, value = fragment.partition("=")
    if name != "seed":
        raise unknown("setting after #", name, ("seed",))
    return parse_seed(value)
