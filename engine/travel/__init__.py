"""Time travel: points of a run that can be returned to exactly, and what can be done from there."""

from engine.travel.fork import Fork

__all__ = ["Fork"]
