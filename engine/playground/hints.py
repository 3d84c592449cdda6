"""How far settings may be turned, by their names: `noise` means the same wherever it occurs."""

from __future__ import annotations

from dataclasses import dataclass

from engine.playground.field import Field
from engine.request import Value
from engine.written import NONE, scalar


@dataclass(frozen=True, slots=True)
class Hint:
    """The range of a setting."""

    least: float
    most: float
    log: bool = False


ACTIVATIONS = (
    "relu",
    "tanh",
    "sigmoid",
    "gelu",
    "silu",
    "leaky_relu",
    "prelu",
    "elu",
    "identity",
)
SHARES = (
    "alpha",
    "amount",
    "compression",
    "decay",
    "dropout",
    "floor",
    "forcing",
    "gamma",
    "label_smoothing",
    "last_survival",
    "low",
    "negated",
    "outliers",
    "plateau",
    "probability",
    "rise",
    "sparsity",
    "survival",
    "end",
)
HINTS: dict[str, Hint] = {
    **dict.fromkeys(SHARES, Hint(0, 1)),
    "adafactor.d": Hint(1, 100, log=True),
    "beta2_decay": Hint(-5, 0),
    "cyclic.rise": Hint(1, 100_000),
    "imbalanced_classes.n": Hint(1000, 10_000),
    "imbalanced_classes.ratio": Hint(1, 40),
    "gaussian_ring.n": Hint(200, 10_000),
    "scenes.size": Hint(24, 64),
    "smallest": Hint(8, 12),
    "largest": Hint(12, 24),
    "uniform.low": Hint(-1, 0),
    "uniform.high": Hint(0, 1),
    "arms": Hint(2, 8),
    "beta": Hint(0.01, 10, log=True),
    "change": Hint(0, 1),
    "classes": Hint(2, 10),
    "code": Hint(1, 64),
    "condition": Hint(1, 1000, log=True),
    "context": Hint(8, 128),
    "cooldown": Hint(0, 50),
    "cycles": Hint(1, 12),
    "d": Hint(0.01, 100, log=True),
    "dampening": Hint(0, 1),
    "degrees": Hint(0, 180),
    "delay": Hint(1, 40),
    "delta": Hint(0.01, 10, log=True),
    "depth": Hint(1, 40),
    "deviation": Hint(0, 2),
    "digits": Hint(1, 3),
    "distance": Hint(0, 20),
    "drops": Hint(1, 10),
    "eps": Hint(1e-12, 1, log=True),
    "every": Hint(1, 1000),
    "features": Hint(2, 100),
    "feed_forward": Hint(8, 512),
    "final_divisor": Hint(1, 1e6, log=True),
    "first": Hint(1, 2000),
    "gain": Hint(0.01, 10, log=True),
    "groups": Hint(1, 32),
    "growth": Hint(1, 32),
    "halvings": Hint(2, 4),
    "heads": Hint(1, 8),
    "height": Hint(0.1, 1),
    "hidden": Hint(1, 512),
    "initial_accumulator_value": Hint(0, 10),
    "inner": Hint(0.05, 0.95),
    "intercept": Hint(-5, 5),
    "items": Hint(1, 10),
    "lambd": Hint(1e-8, 1, log=True),
    "layers": Hint(1, 6),
    "least": Hint(0, 4),
    "length": Hint(4, 100),
    "longest": Hint(1, 24),
    "lr_decay": Hint(0, 1),
    "max_boxes": Hint(1, 6),
    "min_factor": Hint(0, 1),
    "min_freq": Hint(1, 20),
    "modes": Hint(1, 16),
    "momentum": Hint(0, 0.999),
    "momentum_decay": Hint(0, 1),
    "n": Hint(40, 10_000),
    "noise": Hint(0, 2),
    "point_gan.noise": Hint(1, 64),
    "image_gan.noise": Hint(1, 64),
    "ns_steps": Hint(1, 20),
    "overlap": Hint(0, 1),
    "padding": Hint(1, 8),
    "patience": Hint(0, 100),
    "pixels": Hint(1, 8),
    "positive_weight": Hint(0.01, 100, log=True),
    "power": Hint(0.1, 5),
    "powers": Hint(1, 12),
    "radius": Hint(0.1, 10),
    "ratio": Hint(1, 100),
    "rho": Hint(0, 0.999),
    "scale": Hint(0.001, 1e6, log=True),
    "seed": Hint(0, 1_000_000),
    "shortest": Hint(1, 24),
    "size": Hint(1, 64),
    "slope": Hint(-5, 5),
    "spread": Hint(0.001, 3, log=True),
    "start": Hint(-1e6, 1e6),
    "step_size": Hint(1, 100_000),
    "T_max": Hint(1, 100_000),
    "total_iters": Hint(1, 100_000),
    "factor": Hint(0.001, 1),
    "start_factor": Hint(0.001, 1),
    "start_divisor": Hint(1, 1000, log=True),
    "std": Hint(1e-4, 100, log=True),
    "steps": Hint(0, 100_000),
    "symbols": Hint(2, 26),
    "t0": Hint(1, 1e7, log=True),
    "temperature": Hint(0.1, 100, log=True),
    "threshold": Hint(1e-8, 1, log=True),
    "turns": Hint(0.1, 4),
    "warmup": Hint(0, 100_000),
    "waves": Hint(0.1, 8),
    "weight_decay": Hint(0, 10),
    "width": Hint(1, 256),
}
CHOICES: dict[str, tuple[str, ...]] = {
    "activation": ACTIVATIONS,
    "adjust_lr_fn": ("original", "match_rms_adamw"),
    "anneal": ("cosine", "linear"),
    "attention": ("none", "additive", "dot"),
    "cycle": ("triangular", "triangular2", "exp_range"),
    "shaped.decay": ("none", "linear", "cosine", "sqrt", "exponential", "step"),
    "descent": ("exponential", "linear", "cosine", "sqrt"),
    "kind": ("lstm", "gru", "rnn", "rnn_relu"),
    "level": ("word", "character"),
    "mode": ("min", "max"),
    "norm": ("batch", "layer", "group"),
    "per": ("step", "epoch"),
    "transformer_classifier.pooling": ("mean", "first"),
    "transformer_classifier.activation": ("relu", "gelu"),
    "transformer.activation": ("relu", "gelu"),
    "tiny_gpt.activation": ("relu", "gelu"),
    "he_normal.mode": ("fan_in", "fan_out"),
    "he_uniform.mode": ("fan_in", "fan_out"),
    "pooling": ("max", "avg"),
    "positions": ("sinusoidal", "learned", "none"),
    "recurrent_init": ("default", "orthogonal", "normal", "identity"),
    "reduction": ("mean", "sum"),
    "smoothing": ("all", "others"),
    **dict.fromkeys(
        (
            "mse.source",
            "mae.source",
            "huber.source",
            "smooth_l1.source",
            "bce_with_logits.source",
            "cross_entropy.source",
        ),
        ("scratch", "torch"),
    ),
    "threshold_mode": ("rel", "abs"),
    "which": ("first", "last"),
}
SCHEDULERS: dict[str, tuple[tuple[str, object], ...]] = {
    "ExponentialLR": (("gamma", 0.995),),
    "StepLR": (("step_size", 100), ("gamma", 0.1)),
    "CosineAnnealingLR": (("T_max", 500),),
    "LinearLR": (("start_factor", 0.333), ("total_iters", 100)),
    "ConstantLR": (("factor", 0.333), ("total_iters", 100)),
    "PolynomialLR": (("total_iters", 500), ("power", 1.0)),
}
"""Schedulers of PyTorch, and what they want to know."""
LISTS: dict[str, tuple[str, ...]] = {
    "hidden": ("4", "8", "16", "32", "64", "16,16", "32,32", "64,64", "64,64,64"),
    "stages": ("16x2", "16x2,32x2", "16x2,32x2,64x2", "16x3,32x3,64x3"),
    "blocks": ("2", "2,2", "4,4", "6,6", "4,4,4"),
    "milestones": ("5", "5,8", "10", "10,20", "30,60"),
}
"""Usual values of the lists."""
OPTIONAL = {"period": Hint(1, 100_000), "fall": Hint(1, 100_000), "stride": Hint(1, 10_000)}
"""What may be `none` or a whole number."""


def field(name: str, setting: str, default: object, owner: str = "") -> Field:
    """A field for a setting of an entry; `owner`: the entry, where a name means several things."""
    written = scalar(default)
    choices = CHOICES.get(f"{owner}.{setting}", CHOICES.get(setting, ()))
    if isinstance(default, bool):
        return Field(name=name, kind="toggle", default=default)
    if choices and (default is None or isinstance(default, str)):
        return Field(
            name=name,
            kind="choice",
            default=written,
            choices=choices if default is not None else (NONE, *choices),
        )
    if isinstance(default, tuple) or setting in ("milestones",) or setting.endswith("_range"):
        usual = LISTS.get(f"{owner}.{setting}", LISTS.get(setting, ()))
        return Field(name=name, kind="list", default=written, choices=usual, also=_none(default))
    return _number(name, setting, default, written, owner)


def _number(name: str, setting: str, default: object, written: Value, owner: str) -> Field:
    hint = HINTS.get(f"{owner}.{setting}", HINTS.get(setting))
    hint = hint or OPTIONAL.get(setting, Hint(-1e9, 1e9))
    whole = isinstance(default, int) or setting in OPTIONAL or setting in WHOLE
    return Field(
        name=name,
        kind="int" if whole else "log" if hint.log else "float",
        default=written,
        least=hint.least,
        most=hint.most,
        also=_none(default),
    )


def _none(default: object) -> tuple[str, ...]:
    return (NONE,) if default in (None, ()) else ()


WHOLE = ("vocabulary_size", "sentences", "length", "size", "ns_steps", "n")
"""Whole numbers whose default is `none`."""
