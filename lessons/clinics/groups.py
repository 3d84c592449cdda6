"""Under which complaints the ward lists its cases."""

from __future__ import annotations

GROUPS = (
    "It does not learn",
    "It blows up",
    "It learns, and stops short",
    "Training and examination disagree",
)
"""In the order of the ward: what is seen at first sight, never what is behind it."""
