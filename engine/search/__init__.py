"""Which settings are best, and whether a difference is real: search, folds, repeats, verdicts.

    from engine.search import Float, Objective, Random, Space, Workers, search

Importing this loads no torch, no numpy and no Optuna.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.lazy import lazy
from engine.search.executor import Execution, Executor, InProcess, Workers
from engine.search.folds import Fold, FoldsResult, k_fold
from engine.search.importances import Importance, importance
from engine.search.listed import Grid, Random
from engine.search.objective import Objective
from engine.search.searches import search, searching
from engine.search.space import Choice, Float, Integer, Space
from engine.search.study import Proposal, Strategy, Study
from engine.search.tpe import TPE
from engine.search.trial import SearchResult, Trial

if TYPE_CHECKING:
    from engine.search.bands import Band, band
    from engine.search.repeats import Repeat, RepeatsResult, repeat
    from engine.search.verdict import Verdict, compare

__all__ = [
    "TPE",
    "Band",
    "Choice",
    "Execution",
    "Executor",
    "Float",
    "Fold",
    "FoldsResult",
    "Grid",
    "Importance",
    "InProcess",
    "Integer",
    "Objective",
    "Proposal",
    "Random",
    "Repeat",
    "RepeatsResult",
    "SearchResult",
    "Space",
    "Strategy",
    "Study",
    "Trial",
    "Verdict",
    "Workers",
    "band",
    "compare",
    "importance",
    "k_fold",
    "repeat",
    "search",
    "searching",
]

_HOMES = {
    "Band": "bands",
    "Repeat": "repeats",
    "RepeatsResult": "repeats",
    "Verdict": "verdict",
    "band": "bands",
    "compare": "verdict",
    "repeat": "repeats",
}

__getattr__ = lazy(__name__, _HOMES)
