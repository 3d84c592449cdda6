"""Links by which text drives the lab: `#lab?view=surface&scenario=plain&step=1..200`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lessons.errors import BadValue
from lessons.names import unknown
from lessons.schema import Lab

PLOTS = ("loss", "lr", "grad_norm")
PARTS = ("view", "plot", "scenario", "step", "slow_motion")
"""What a link may name."""
_STEPS = re.compile(r"(\d{1,9})(?:\.\.(\d{1,9}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabLink:
    """What the lab is to show; None leaves it as it is."""

    view: str | None = None
    plot: str | None = None
    """`loss`, `lr` or `grad_norm`."""
    scenario: str | None = None
    steps: tuple[int, int] | None = None
    """First and last step; both the same for a single one."""
    slow_motion: bool = False
    """Whether an update is to be taken apart."""


def parse_link(target: str, lab: Lab) -> LabLink:
    """Read a link's target. Raises UnknownName or BadValue, with the nearest valid name."""
    head, _, query = target.partition("?")
    if head != "#lab":
        raise unknown("link", head, ("#lab",))
    view = plot = scenario = None
    steps = None
    slow_motion = False
    for piece in query.split("&") if query else ():
        name, _, value = piece.partition("=")
        match name:
            case "view":
                view = _one_of("view", value, lab.views)
            case "plot":
                plot = _one_of("plot", value, PLOTS)
            case "scenario":
                names = tuple(scenario.name for scenario in lab.scenarios)
                scenario = _one_of("scenario", value, names)
            case "step":
                steps = _steps(value)
            case "slow_motion":
                slow_motion = _one_of("slow_motion", value, ("on",)) == "on"
            case _:
                raise unknown("part of a lab link", name, PARTS)
    return LabLink(view=view, plot=plot, scenario=scenario, steps=steps, slow_motion=slow_motion)


def _one_of(kind: str, name: str, known: tuple[str, ...]) -> str:
    if name not in known:
        raise unknown(kind, name, known)
    return name


def _steps(text: str) -> tuple[int, int]:
    found = _STEPS.fullmatch(text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1 <= first <= last:
        raise BadValue(
            "step", f'"{text[:40]}" is no span of steps.', "Write step=5 or step=1..200."
        )
    return first, last
