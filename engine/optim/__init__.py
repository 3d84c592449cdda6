"""Optimisers. `SGD(...)` and `AdamW(...)` describe one; `from_scratch` shows how they work."""

from engine.optim import from_scratch
from engine.optim.base import Rule, Stepper
from engine.optim.rules import SGD, AdamW

__all__ = ["SGD", "AdamW", "Rule", "Stepper", "from_scratch"]
