"""A rule with some of its settings changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from engine.errors import ConfigurationError, one_of
from engine.optim.aliases import BETAS, own_name

if TYPE_CHECKING:
    from engine.optim.base import Rule


def changed(rule: Rule, settings: Mapping[str, Any], where: str) -> Rule:
    """The rule with other settings; `momentum`, `beta1` and `beta2` reach into `betas` as well.

    Raises ConfigurationError, with `where` before the name, for a setting the rule does not have.
    """
    if not settings:
        return rule
    if not is_dataclass(rule) or isinstance(rule, type) or not hasattr(rule, "lr"):
        raise ConfigurationError(
            where, rule, "Choose a rule of engine.optim that has settings, such as SGD."
        )
    known = {entry.name for entry in fields(rule)}
    values: dict[str, Any] = {}
    for name, value in settings.items():
        beta = own_name(name, known)
        if beta in BETAS and "betas" in known:
            betas = list(values.get("betas", getattr(rule, "betas", ())))
            betas[BETAS[beta]] = value
            values["betas"] = tuple(betas)
        else:
            one_of(f"{where}, setting", name, sorted(known))
            values[name] = value
    return cast("Rule", replace(rule, **values))


def scaled(rule: Rule, factor: float, where: str) -> Rule:
    """The rule with a multiple of its learning rate."""
    lr = getattr(rule, "lr", None)
    if not isinstance(lr, (int, float)):
        raise ConfigurationError(where, rule, "Name a rule of engine.optim that has a rate.")
    return changed(rule, {"lr": lr * factor}, where)


def names_of(settings: Mapping[str, Any]) -> frozenset[str]:
    """The names under which `Stepper.set` knows these settings."""
    names = set(settings)
    if "betas" in names:
        names |= {"beta1", "beta2"}
    if "beta1" in names:
        names.add("momentum")
    if "momentum" in names:
        names.add("beta1")
    return frozenset(names)
