"""How much of a mini-batch's gradient is signal and how much noise, over the run."""

from __future__ import annotations

import math
from dataclasses import replace

from engine.history import Points
from engine.observations import NoiseScale
from tui.plots.canvas import Canvas
from tui.plots.chart import draw_on_canvas
from tui.plots.palette import style
from tui.plots.seen import RunSeen
from tui.plots.spec import ChartSpec, Rule, Series
from tui.plots.ticks import reading
from tui.plots.view_spec import ViewSpec
from tui.plots.views.each_run import write_fitting
from tui.plots.views.panels import blank

LEAST_ROWS_FOR_TWO = 12
LEAST_ROWS_WITH_WORDS = 6
Looks = list[tuple[int, NoiseScale]]


def draw_noise(spec: ViewSpec) -> Canvas | None:
    """The noise scale of every run; below it what the newest run's is made of, and what to do."""
    looks = {run: run.looks(spec.name, NoiseScale, spec.moment) for run in spec.runs}
    looks = {run: seen for run, seen in looks.items() if seen}
    if not looks:
        return None
    canvas = blank(spec)
    newest = list(looks)[-1]
    words = 2 if spec.height >= LEAST_ROWS_WITH_WORDS else 0
    room = spec.height - words
    charts = [_scales(spec, looks)]
    if room >= LEAST_ROWS_FOR_TWO:
        charts.append(_parts(spec, newest, looks[newest], several=len(looks) > 1))
    top = 0
    for number, chart in enumerate(charts, start=1):
        height = room * number // len(charts) - top
        placed = replace(chart, height=height, x_labels=number == len(charts))
        canvas.paste(0, top, draw_on_canvas(_sized(spec, placed, looks)))
        top += height
    if words:
        _write_words(canvas, spec, looks[newest][-1][1], room)
    return canvas


def _scales(spec: ViewSpec, looks: dict[RunSeen, Looks]) -> ChartSpec:
    newest = list(looks.values())[-1][-1][1]
    series = tuple(
        _line(run.name if len(looks) > 1 else "", seen, "scale", run) for run, seen in looks.items()
    )
    rule = Rule(value=newest.batch_size, name="batch", colour=spec.look.colours.muted)
    return _chart("noise scale, examples", series, (rule,), reading(newest.scale))


def _parts(spec: ViewSpec, run: RunSeen, seen: Looks, *, several: bool) -> ChartSpec:
    who = f" of {run.name}" if several else ""
    signal = Series(name="signal", data=_points(seen, "signal"), colour=run.identity.colour)
    noise = Series(
        name="noise",
        data=_points(seen, "noise"),
        colour=spec.look.colours.text,
        line="dotted",
    )
    return _chart(f"gradient{who}", (signal, noise), (), "")


def _points(seen: Looks, what: str) -> Points:
    return Points.of([step for step, _ in seen], [float(getattr(one, what)) for _, one in seen])


def _line(name: str, seen: Looks, what: str, run: RunSeen) -> Series:
    who = run.identity
    marker = who.marker if name else ""
    return Series(
        name=name, data=_points(seen, what), colour=who.colour, line=who.line, marker=marker
    )


def _chart(title: str, series: tuple[Series, ...], rules: tuple[Rule, ...], note: str) -> ChartSpec:
    return ChartSpec(
        title=title,
        series=series,
        rules=rules,
        first=0,
        last=1,
        width=1,
        height=1,
        log_y=True,
        note=note,
    )


def _sized(spec: ViewSpec, chart: ChartSpec, looks: dict[RunSeen, Looks]) -> ChartSpec:
    steps = [step for seen in looks.values() for step, _ in seen]
    return replace(
        chart,
        width=spec.width,
        first=min(steps),
        last=max(steps),
        look=spec.look,
    )


def _write_words(canvas: Canvas, spec: ViewSpec, seen: NoiseScale, top: int) -> None:
    """The newest figures in words; then what they mean for the size of a batch."""
    text = style(spec.look, spec.look.colours.text)
    muted = style(spec.look, spec.look.colours.muted)
    figures = f"signal {reading(seen.signal)}, noise {reading(seen.noise)}"
    if not math.isnan(seen.scale):
        scale = f"scale {reading(seen.scale)} examples"
        said = (
            "Much smaller batches are mostly noise; much larger ones buy little.",
            "Far smaller: noise. Far larger: little gain.",
        )
    else:
        scale = "no scale"
        said = (
            "The noise drowns the signal: larger batches are needed to see it.",
            "Noise drowns the signal.",
        )
    forms = (f"now: {figures}, {scale}", f"{figures}, {scale}", scale)
    write_fitting(canvas, (0, top), spec.width, forms, text)
    write_fitting(canvas, (0, top + 1), spec.width, said, muted)
