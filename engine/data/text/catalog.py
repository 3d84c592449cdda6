"""Texts and sequences by name."""

from __future__ import annotations

from engine.catalog import Catalog, Entry
from engine.data.base import Dataset
from engine.data.text import sequences
from engine.data.text.python_reference import python_reference
from engine.data.text.reviews import reviews

texts: Catalog[Dataset] = Catalog(
    "text",
    Entry("reviews", reviews, "10 042 real sentences, positive or negative"),
    Entry("python_reference", python_reference, "real prose to be continued by characters"),
    Entry("sentiment", sequences.sentiment, 'opinions in which "not" turns the meaning'),
    Entry("reversal", sequences.reversal, "write a word backwards"),
    Entry("dates", sequences.dates, "from 9 March 1998 to 1998-03-09"),
    Entry("addition", sequences.addition, "write what a sum comes to"),
    Entry("parity", sequences.parity, "is the number of ones even or odd"),
    Entry("delayed_copy", sequences.delayed_copy, "repeat some symbols after a pause"),
    Entry("echo", sequences.echo, "say at every place what came some places before"),
    Entry("marker", sequences.marker, "name the symbol behind the marker"),
    Entry("recall", sequences.recall, "name the first or the last symbol"),
    Entry("which_first", sequences.which_first, "does A come before B"),
)
