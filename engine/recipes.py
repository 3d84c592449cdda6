"""From a request to its experiment: the one place where a recipe is called."""

from __future__ import annotations

from engine import references
from engine.experiment import Experiment
from engine.request import RunRequest


def experiment_of(request: RunRequest) -> Experiment:
    """What the recipe makes of its parameters, with the request's changes over it.

    Raises EngineError for a recipe that is not there or a change that cannot be, and whatever the
    recipe itself raises.
    """
    experiment: Experiment = references.resolve(request.recipe)(**dict(request.parameters))
    if not request.changes:
        return experiment
    from engine.changes import changed

    return changed(experiment, request.changes)
