"""What there is to choose, given what was chosen: rows in groups, and what does not make sense."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.errors import ConfigurationError, one_of
from engine.playground import hints
from engine.playground.field import Field, Known
from engine.request import Parameters, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Why a choice makes no sense, and what to choose instead."""

    field: str
    why: str
    instead: str
    stops: bool = True
    """Whether it cannot be trained at all; else it can, and this is worth knowing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value that a row may take."""

    value: str
    about: str = ""
    objection: Objection | None = None
    """Why it does not go with the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One choice: what it is now, and what else it could be."""

    group: str
    field: Field
    value: Value
    chosen: bool
    """Whether somebody has chosen it; else it is what is proposed."""
    options: tuple[Option, ...] = ()
    """Named alternatives; empty for a number."""
    objection: Objection | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """All rows, in the order in which they are shown; what one is may depend on those above."""

    rows: tuple[Row, ...]
    strays: tuple[Objection, ...] = ()
    """What was chosen and has no place here."""

    def value(self, name: str) -> Value | None:
        """What a row is; None where there is no such row."""
        return next((row.value for row in self.rows if row.field.name == name), None)

    def row(self, name: str) -> Row | None:
        """The row of that name."""
        return next((row for row in self.rows if row.field.name == name), None)

    @property
    def objections(self) -> tuple[Objection, ...]:
        """All of them, those that stop a run first."""
        found = [*self.strays, *(row.objection for row in self.rows if row.objection is not None)]
        return tuple(sorted(found, key=lambda one: not one.stops))

    @property
    def parameters(self) -> Parameters:
        """Only what was chosen and differs from what is proposed, in the order of the rows."""
        return tuple(
            (row.field.name, row.value)
            for row in self.rows
            if row.chosen and row.value != row.field.default
        )


class Table:
    """Rows as they are added: every one may look at those before it."""

    def __init__(self, given: Parameters) -> None:
        self._given = dict(given)
        self.rows: list[Row] = []
        self.values: dict[str, Value] = {}

    def add(
        self,
        group: str,
        field: Field,
        options: Iterable[Option] = (),
        *,
        sense: Callable[[Value], Objection | None] | None = None,
    ) -> Value:
        """Add a row; returns what it is: a value that cannot be is objected to, and left out."""
        objection = None
        chosen = field.name in self._given
        value = self._given.get(field.name, field.default)
        if chosen:
            try:
                value = field.taken(value)
            except ConfigurationError as error:
                objection = said(field.name, error)
        listed = tuple(options)
        if objection is None:
            own = next((one.objection for one in listed if one.value == value), None)
            objection = own or (sense(value) if sense is not None else None)
        usable = field.default if objection is not None and not _is(field, value) else value
        self.rows.append(
            Row(
                group=group,
                field=field,
                value=value,
                chosen=chosen,
                options=listed,
                objection=objection,
            )
        )
        self.values[field.name] = usable
        return usable

    def settings(
        self,
        group: str,
        prefix: str,
        known: Known,
        *,
        leave: tuple[str, ...] = (),
        sense: Callable[[str, Value], Objection | None] | None = None,
    ) -> None:
        """A row for every setting of an entry."""
        for setting, default in known.settings:
            if setting in leave:
                continue
            field = hints.field(f"{prefix}.{setting}", setting, default, known.name)

            def judged(value: Value, setting: str = setting) -> Objection | None:
                return None if sense is None else sense(setting, value)

            self.add(group, field, sense=judged)

    def done(self) -> Choices:
        """All of it, and what was given without a place."""
        strays = []
        for name in self._given:
            if name not in self.values:
                try:
                    one_of(name, name, self.values)
                except ConfigurationError as error:
                    strays.append(_stray(name, error))
        return Choices(rows=tuple(self.rows), strays=tuple(strays))


def named(name: str, default: str, known: Iterable[Known], about: str = "") -> Field:
    """A field that chooses an entry by name."""
    names = tuple(one.name for one in known)
    return Field(name=name, kind="choice", default=default, choices=names, about=about)


def said(field: str, error: ConfigurationError) -> Objection:
    """What an error of the engine says, as an objection."""
    return Objection(
        field=field,
        why=error.reason or f"{error.field} cannot be {error.value}.",
        instead=error.remedy,
    )


def _stray(name: str, error: ConfigurationError) -> Objection:
    hint = error.remedy.partition("There are ")[0].strip()
    return Objection(
        field=name,
        why=f"{name} has no place beside the other choices.",
        instead=hint or "Leave it out.",
    )


def _is(field: Field, value: Value) -> bool:
    try:
        field.taken(value)
    except ConfigurationError:
        return False
    return True
