"""What `tutor run` was asked for, turned into runs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.request import RunRequest
from lessons import playground, share
from lessons.catalog import Catalog
from lessons.errors import BadValue
from lessons.lab import request
from lessons.schema import Lesson


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The arguments of `tutor run`, as they were typed."""

    text: str
    scenarios: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    """`knob=value` each; they win over the share string's."""
    steps: int | None = None
    seed: int | None = None
    device: str = "auto"

    def requests(self, catalog: Catalog) -> tuple[Lesson, tuple[RunRequest, ...]]:
        """The lesson and its runs. Raises UnknownName or BadValue before anything starts."""
        if playground.is_playground(self.text):
            return self._played(catalog)
        shared = share.parse(self.text, catalog)
        lesson = catalog.lesson(shared.lesson)
        settings = dict(shared.settings)
        for setting in self.settings:
            name, equals, value = setting.partition("=")
            if not equals:
                raise BadValue("--set", f'"{setting}" sets nothing.', "Write --set knob=value.")
            settings[name] = share.parse_setting(lesson.lab, name, value)
        named = self.scenarios or ((shared.scenario,) if shared.scenario else ())
        names = named or tuple(scenario.name for scenario in lesson.lab.scenarios)
        seed = shared.seed if self.seed is None else self.seed
        return lesson, tuple(
            request(
                lesson,
                name,
                tuple(settings.items()),
                seed=seed,
                device=self.device,
                steps=self.steps,
            )
            for name in names
        )

    def _played(self, catalog: Catalog) -> tuple[Lesson, tuple[RunRequest, ...]]:
        """The one run of a share string of the playground."""
        if self.scenarios:
            step = "Write playground?from=LESSON&scenario=NAME."
            raise BadValue("--scenario", "The playground has no scenarios.", step)
        play = playground.parse(self.text, catalog)
        for setting in self.settings:
            name, equals, value = setting.partition("=")
            if not equals:
                raise BadValue("--set", f'"{setting}" sets nothing.', "Write --set name=value.")
            play = playground.with_choice(play, name, value, catalog)
        play = play if self.seed is None else replace(play, seed=self.seed)
        asked = playground.request(play, catalog, device=self.device, steps=self.steps)
        return playground.lab_of(play, catalog), (asked,)
