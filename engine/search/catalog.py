"""Search strategies by name."""

from __future__ import annotations

from engine.catalog import Catalog, Entry
from engine.search.listed import Grid, Random
from engine.search.study import Strategy
from engine.search.tpe import TPE

strategies: Catalog[Strategy] = Catalog(
    "search strategy",
    Entry("grid", Grid, "every combination of evenly spaced values"),
    Entry("random", Random, "independent draws; tries more values of the settings that matter"),
    Entry("tpe", TPE, "learns from earlier trials where good settings are; needs the extra"),
)
