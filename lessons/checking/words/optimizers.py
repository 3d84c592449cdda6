"""Words for optimisers and schedules."""

from __future__ import annotations

from lessons.checking.words.rule import Rule

_WANTS = """An optimiser wants the tensors that it may change: `model.parameters()` with the
brackets, or a list of them, `[w, b]`."""

OPTIMIZERS = (
    Rule(
        pattern=r"optimizer got an empty parameter list",
        title="There is nothing to train",
        words="""The optimiser was given no weights. A generator such as `model.parameters()`
        can be used once: write `list(model.parameters())` if you need it twice. Layers kept in
        a plain Python list are not seen by the model: use `nn.ModuleList`.""",
    ),
    Rule(
        pattern=r"can't optimize a non-leaf Tensor",
        title="A result is no weight",
        words="""This tensor was computed from others, so a change of it would be lost. Hand
        over the tensor that it was made of, or make it one of its own:
        `x.detach().requires_grad_()`.""",
    ),
    Rule(
        pattern=r"params argument given to the optimizer should be an iterable of Tensors or "
        r"dicts, but got "
        r"(?P<got>\S+)",
        title="The optimiser wants a list",
        words="It was given one `{got}`. " + _WANTS,
    ),
    Rule(
        pattern=r"'(?P<got>\w+)' object is not iterable",
        title="The optimiser cannot go through a `{got}`",
        words=_WANTS,
        kinds=("TypeError",),
        line=r"optim|SGD|Adam|RMSprop",
    ),
    Rule(
        pattern=r"some parameters appear in more than one parameter group",
        title="A weight is in two groups",
        words="""Every weight belongs to one group of the optimiser, with one rate. Take it out
        of the other.""",
    ),
    Rule(
        pattern=r"Invalid learning rate: (?P<lr>\S+)",
        title="A learning rate of {lr}",
        words="""Rates are not negative: the optimiser already goes against the gradient. To
        climb, use `maximize=True`.""",
    ),
    Rule(
        pattern=r"Invalid (?P<what>momentum value|beta parameter at index \d|weight_decay value"
        r"|epsilon value): (?P<value>\S+)",
        title="{value} is no {what}",
        words="""Shares that are kept from step to step (`momentum`, `betas`) go from 0 to
        below 1; decay and epsilon are not negative.""",
    ),
    Rule(
        pattern=r"Nesterov momentum requires a momentum and zero dampening",
        title="Nesterov without momentum",
        words="""Nesterov looks ahead along the velocity, so there has to be one: give
        `momentum` a value above 0, and leave `dampening` at 0.""",
    ),
    Rule(
        pattern=r"(?P<got>\w+) is not an Optimizer",
        title="A schedule steers an optimiser",
        words="""The first argument is the optimiser object; here it is of the type `{got}`.""",
    ),
    Rule(
        pattern=r"^'(?:learning_rate|rate|eta|lrs)'",
        title="The rate is called `lr`",
        words="""Groups of an optimiser keep their settings by name:
        `optimizer.param_groups[0]["lr"]`.""",
        kinds=("KeyError",),
    ),
)
