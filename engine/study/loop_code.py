"""The training loop of an experiment, written as PyTorch code: one line for each part."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass

from engine.clipping import ByNorm, ByValue, Clip
from engine.experiment import Experiment
from engine.schedules import Constant
from engine.study.parts import CodeLine


def setting_up(experiment: Experiment, optimizer: str) -> tuple[str, ...]:
    """What stands above the loop. `optimizer`: what the stepper calls itself."""
    rule = experiment.optimizer
    made = called(rule, "model.parameters()") if is_dataclass(rule) else f"...  # {optimizer}"
    lines = [f"optimizer = {made}"]
    if not isinstance(experiment.schedule, Constant):
        lines.append(f"scheduler = {called(experiment.schedule, 'optimizer')}")
    return tuple(lines)


def loop_lines(experiment: Experiment) -> tuple[CodeLine, ...]:
    """The seven lines, in order."""
    forward, loss = _loss_lines(experiment)
    steady = isinstance(experiment.schedule, Constant)
    return (
        CodeLine(
            part="zero_grad",
            text="optimizer.zero_grad()" if experiment.zero_grad else "# no zero_grad() here",
            present=experiment.zero_grad,
        ),
        CodeLine(part="forward", text=forward, present=True),
        loss,
        CodeLine(part="backward", text="loss.backward()", present=True),
        CodeLine(part="clip", text=_clip(experiment.clip), present=experiment.clip is not None),
        CodeLine(part="optimizer", text="optimizer.step()", present=True),
        CodeLine(
            part="schedule",
            text="# no scheduler: the rate stays" if steady else "scheduler.step()",
            present=not steady,
        ),
    )


def _loss_lines(experiment: Experiment) -> tuple[str, CodeLine]:
    """How the loss comes about: in two lines, or all of it in the first."""
    if experiment.step_loss is not None:
        forward = f"loss = {_name(experiment.step_loss)}(model, batch)"
    elif experiment.loss is None:
        forward = "loss = surface(position)"
    else:
        text = f"loss = {_name(experiment.loss)}(prediction, y)"
        return "prediction = model(x)", CodeLine(part="loss", text=text, present=True)
    said = CodeLine(part="loss", text="# the line above gives the loss", present=False)
    return forward, said


def _clip(clip: Clip | None) -> str:
    if isinstance(clip, ByNorm):
        return f"clip_grad_norm_(model.parameters(), {clip.limit:g})"
    if isinstance(clip, ByValue):
        return f"clip_grad_value_(model.parameters(), {clip.limit:g})"
    return "# no clipping here" if clip is None else f"{_name(clip)}(gradients, {clip.limit:g})"


def _name(thing: object) -> str:
    return str(getattr(thing, "__name__", type(thing).__name__)).replace("<lambda>", "compute_loss")


def called(thing: object, first: str) -> str:
    """`SGD(model.parameters(), lr=0.1)`: the settings that differ from what is usual."""
    given = [first]
    for field in fields(thing) if is_dataclass(thing) else ():
        value = getattr(thing, field.name)
        if field.name == "source":  # which of our own forms of the rule: nothing of PyTorch's
            continue
        usual = field.default is not MISSING and value == field.default and field.name != "lr"
        if not usual and isinstance(value, bool | int | float | str):
            written = f"{value:g}" if isinstance(value, float) else repr(value)
            given.append(f"{field.name}={written}")
        elif not usual and is_dataclass(value):
            given.append(f"{field.name}={type(value).__name__}(...)")
    return f"{type(thing).__name__}({', '.join(given)})"
