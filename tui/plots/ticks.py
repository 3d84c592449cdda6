"""Round numbers for axes: where ticks are and what they are called."""

from __future__ import annotations

import math
from dataclasses import dataclass

DECADE_STRIDES = (1, 2, 3, 5, 10, 20, 50, 100, 200, 500)
LARGEST = 1e300
"""Values beyond it are treated as it, so that differences stay finite."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled position of an axis."""

    value: float
    label: str


def nice_step(span: float, count: int) -> float:
    """Smallest 1, 2 or 5 times a power of ten that makes at most `count` steps of a span."""
    rough = span / max(1, count)
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 5):
        if factor * power >= rough * (1 - 1e-9):
            return factor * power
    return 10 * power


def linear_ticks(lo: float, hi: float, count: int) -> tuple[Tick, ...]:
    """Multiples of a nice step from `lo` to `hi`, at most `count` + 1 of them and at least one."""
    step = nice_step(hi - lo, count)
    begin, end = math.ceil(lo / step - 1e-6), math.floor(hi / step + 1e-6)
    while begin > end:  # the axis lies between two multiples
        count += 1
        step = nice_step(hi - lo, count)
        begin, end = math.ceil(lo / step - 1e-6), math.floor(hi / step + 1e-6)
    values = [index * step for index in range(begin, end + 1)]
    return tuple(Tick(value, _linear_label(value, step, max(abs(lo), abs(hi)))) for value in values)


def log_ticks(lo: float, hi: float, count: int) -> tuple[Tick, ...]:
    """Powers of ten, as many as fit; 1-2-5 between them where decades are few. `lo` > 0."""
    begin = math.ceil(math.log10(lo) - 1e-6)
    end = math.floor(math.log10(hi) + 1e-6)
    decades = max(0, end - begin + 1)
    fine = _one_two_five(lo, hi) if decades <= 4 else []
    if 2 <= len(fine) <= count + 1:
        chosen = fine
    elif decades >= 2:
        dealt = (
            [power for power in range(begin, end + 1) if power % n == 0] for n in DECADE_STRIDES
        )
        powers = next(powers for powers in dealt if len(powers) <= max(count, 2) + 1)
        chosen = [10.0**power for power in (powers if len(powers) > 1 else (begin, end))]
    else:
        chosen = [fine[0], fine[-1]] if len(fine) >= 2 else [lo, hi]
    return tuple(Tick(value, number(value)) for value in chosen)


def step_ticks(lo: float, hi: float, count: int) -> tuple[Tick, ...]:
    """Ticks of an axis that counts steps: whole numbers, `k` and `M` where they are large."""
    step = max(1.0, nice_step(hi - lo, count))
    begin, end = math.ceil(lo / step - 1e-6), math.floor(hi / step + 1e-6)
    values = [index * step for index in range(begin, end + 1)]
    return tuple(Tick(value, step_label(value)) for value in values)


def step_label(value: float) -> str:
    """A number of steps in few cells: 500, 2000, 12.5k, 3M."""
    for size, suffix in ((1e6, "M"), (1e4, "k")):
        if abs(value) >= size:
            # As many digits as it takes: neighbours deep inside a long run must differ.
            return f"{value / (1e6 if suffix == 'M' else 1e3):.10g}{suffix}"
    return f"{value:g}"


def number(value: float) -> str:
    """A round number in few cells: 0.001, 20, 1e-5, 5e6."""
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        return f"{value:.6g}"
    mantissa, exponent = f"{value:.5e}".split("e")
    return f"{float(mantissa):g}e{int(exponent)}"


def reading(value: float) -> str:
    """A measured number with three significant digits; `–` for none."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        return f"{value:#.3g}".rstrip(".") if abs(value) < 1e3 else f"{value:.0f}"
    mantissa, exponent = f"{value:.2e}".split("e")
    return f"{mantissa}e{int(exponent)}"


def _linear_label(value: float, step: float, largest: float) -> str:
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if largest < 1e5 and (decimals <= 3 or (decimals <= 5 and largest >= 0.01)):
        return f"{value:.{decimals}f}" if value else f"{0:.{decimals}f}"
    if abs(value) < step / 2:
        return "0"
    digits = max(0, math.floor(math.log10(abs(value))) - math.floor(math.log10(step) + 1e-9))
    mantissa, exponent = f"{value:.{digits}e}".split("e")
    shortest = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{shortest}e{int(exponent)}"


def _one_two_five(lo: float, hi: float) -> list[float]:
    powers = range(math.floor(math.log10(lo)) - 1, math.ceil(math.log10(hi)) + 1)
    values = [factor * 10.0**power for power in powers for factor in (1, 2, 5)]
    return [value for value in values if lo * (1 - 1e-9) <= value <= hi * (1 + 1e-9)]
