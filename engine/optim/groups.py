"""Parameter groups: other settings for some of the parameters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from engine.errors import ConfigurationError
from engine.optim.changes import changed, names_of
from engine.optim.matching import Match, matches
from engine.optim.parts import Named, Part, build, flat, named_parameters

if TYPE_CHECKING:
    from torch import nn

    from engine.optim.base import Rule, Stepper


class Group:
    """Which parameters, and what is different for them.

    `Group("head.*", lr=1e-2)`, `Group(NO_DECAY, weight_decay=0.0)`.
    """

    __slots__ = ("match", "settings")

    def __init__(self, match: Match, **settings: Any) -> None:
        """`settings`: fields of the rule, by name."""
        self.match = match
        self.settings = settings

    def __repr__(self) -> str:
        words = [repr(self.match) if isinstance(self.match, str) else self.match.__name__]
        words += [f"{name}={value!r}" for name, value in self.settings.items()]
        return f"Group({', '.join(words)})"


class Groups:
    """A rule, and groups of parameters for which some of its settings are different.

    The first group that matches a parameter has it; the rest follow the rule itself, as the first
    of the groups in `base_lrs`. Each group has a stepper of its own, so that every rule will do,
    those written from scratch included. Raises ConfigurationError for a setting that the rule does
    not have, and when built, for a pattern that means no parameter.
    """

    def __init__(self, rule: Rule, *groups: Group) -> None:
        """`groups` in order of precedence."""
        self.rule = rule
        self.groups = groups
        self._rules = tuple(
            changed(rule, group.settings, f"group {index}") for index, group in enumerate(groups, 1)
        )

    def __repr__(self) -> str:
        return f"Groups({', '.join(map(repr, (self.rule, *self.groups)))})"

    def build_named(self, model: nn.Module) -> Stepper:
        """The stepper for the parameters of a model that train."""
        return build(flat(self, named_parameters(model)))

    def build(self, parameters: Sequence[nn.Parameter]) -> Stepper:
        """Not possible: raises ConfigurationError, as bare parameters have no names."""
        raise ConfigurationError(
            "optimizer",
            self,
            "Call build_named(model).",
            f"It finds its groups by names, which {len(parameters)} bare parameters do not have.",
        )

    def parts(self, named: Sequence[Named]) -> list[Part]:
        """The rest first, then the groups in order; a function that matches nothing has none."""
        homes: list[list[Named]] = [[] for _ in self.groups]
        rest = []
        for entry in named:
            for group, home in zip(self.groups, homes, strict=True):
                if matches(group.match, entry):
                    home.append(entry)
                    break
            else:
                rest.append(entry)
        self._refuse_empty(homes, named)
        parts = [Part(self.rule, tuple(rest))]
        parts += [
            Part(rule, tuple(home), names_of(group.settings))
            for rule, home, group in zip(self._rules, homes, self.groups, strict=True)
        ]
        return parts

    def _refuse_empty(self, homes: Sequence[list[Named]], named: Sequence[Named]) -> None:
        for number, (group, home) in enumerate(zip(self.groups, homes, strict=True), 1):
            if home or not isinstance(group.match, str):
                continue
            taken = any(matches(group.match, entry) for entry in named)
            raise ConfigurationError(
                f"group {number}",
                group.match,
                f"The parameters that train are {', '.join(entry.name for entry in named)}.",
                "Earlier groups take all it matches." if taken else "No parameter is called so.",
            )
