"""Things of one kind by name, with their settings: what a playground can choose from."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from engine.errors import ConfigurationError, one_of

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Setting:
    """One keyword of an entry."""

    name: str
    default: object
    """What it is where nobody says; `inspect.Parameter.empty` where it has to be given."""

    @property
    def required(self) -> bool:
        """Whether it has to be given."""
        return self.default is inspect.Parameter.empty


@dataclass(frozen=True, slots=True)
class Entry(Generic[T_co]):
    """One thing that can be made by name."""

    name: str
    make: Callable[..., T_co]
    """Makes it from keyword arguments."""
    about: str
    """One line for people: what it is."""

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The keywords of `make`, in its order."""
        return tuple(
            Setting(parameter.name, parameter.default)
            for parameter in inspect.signature(self.make).parameters.values()
            if parameter.kind in (parameter.KEYWORD_ONLY, parameter.POSITIONAL_OR_KEYWORD)
        )


class Catalog(Generic[T_co]):
    """Entries of one kind, in the order they are shown."""

    def __init__(self, kind: str, *entries: Entry[T_co]) -> None:
        """`kind`: what an entry is called in an error, such as `optimizer`."""
        self.kind = kind
        self._entries = {entry.name: entry for entry in entries}
        if len(self._entries) < len(entries):
            raise ValueError(f"two entries of the catalogue of {kind}s have one name")

    def __iter__(self) -> Iterator[Entry[T_co]]:
        return iter(self._entries.values())

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __getitem__(self, name: str) -> Entry[T_co]:
        """The entry. Raises ConfigurationError for an unknown name, with the nearest one."""
        one_of(self.kind, name, self._entries)
        return self._entries[name]

    @property
    def names(self) -> tuple[str, ...]:
        """All names, in order."""
        return tuple(self._entries)

    def make(self, name: str, **settings: Any) -> T_co:
        """Make one. Raises ConfigurationError for an unknown name, setting or value."""
        entry = self[name]
        known = [setting.name for setting in entry.settings]
        for setting in settings:
            if setting not in known:
                one_of(f"setting of {name}", setting, known)
        missing = [s.name for s in entry.settings if s.required and s.name not in settings]
        if missing:
            raise ConfigurationError(
                f"{name}.{missing[0]}", None, f"Give {name} a value for {missing[0]}."
            )
        return entry.make(**settings)
