"""The playground: any data set with any model, loss, optimiser, schedule and trick, by name.

`choices` and `check` say what there is and what makes sense, without torch; the recipe makes an
experiment of it in a worker.
"""

from engine.playground.choices import Choices, Objection, Option, Row
from engine.playground.field import Field
from engine.playground.table import check, choices

RECIPE = "engine.playground.recipe:experiment"
"""The recipe of its runs."""

__all__ = ["RECIPE", "Choices", "Field", "Objection", "Option", "Row", "check", "choices"]
