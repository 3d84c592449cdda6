"""Words for places that do not exist."""

from __future__ import annotations

from lessons.checking.words.rule import Found, Rule


def _last(found: Found) -> Found:
    size = int(found["size"])
    return {"last": str(size - 1)} if size else {"last": "nothing: it is empty"}


INDEXING = (
    Rule(
        pattern=r"index (?P<index>-?\d+) is out of bounds for dimension (?P<dim>\d+) "
        r"with size (?P<size>\d+)",
        title="There is no place {index}",
        words="""Places count from 0, so dimension {dim} with {size} of them ends at {last}.
        Often a range goes one too far, or an index was meant for another dimension.""",
        kinds=("IndexError",),
        more=_last,
    ),
    Rule(
        pattern=r"^index out of range in self",
        title="An index has no row in the embedding",
        words="""An `Embedding` with `num_embeddings` rows takes indices from 0 to one less.
        One of yours is larger, or negative. Compare `indices.max()` with `num_embeddings`: a
        vocabulary that counts padding or unknown words needs rows for them.""",
    ),
    Rule(
        pattern=r"Dimension out of range \(expected to be in range of \[(?P<low>-?\d+), "
        r"(?P<high>-?\d+)\], but got (?P<dim>-?\d+)\)",
        title="There is no dimension {dim}",
        words="""Dimensions count from 0: this tensor's are {low} to {high} (negative ones
        count from the end). It has fewer than you thought; a `squeeze`, an index or a `sum`
        before may have taken one away. Print its shape on the line before.""",
    ),
    Rule(
        pattern=r"too many indices for tensor of dimension (?P<dim>\d+)",
        title="More indices than dimensions",
        words="""The tensor has {dim} of them. Print its shape on the line before: a loop over
        a tensor hands out slices with one dimension less.""",
    ),
    Rule(
        pattern=r"invalid index of a 0-dim tensor",
        title="A single number has no places",
        words="""The tensor has no dimensions left: it is one number. `x.item()` makes a Python
        number of it. If there should be more, look at what summed it up.""",
    ),
    Rule(
        pattern=r"tensors used as indices must be long, int, byte or bool tensors",
        title="Indices are whole numbers",
        words="""A tensor of floats cannot say which place. Make it whole with `.long()`, or
        make it a mask by a comparison, such as `x > 0`.""",
    ),
    Rule(
        pattern=r"The shape of the mask \[(?P<mask>[\d, ]*)\] at index \d+ does not match the "
        r"shape of "
        r"the indexed tensor \[(?P<shape>[\d, ]*)\]",
        title="A mask of ({mask}) for a tensor of ({shape})",
        words="""A mask says for every place whether it is taken, so it needs the tensor's own
        sizes, from the left. Look at what the comparison was made of.""",
    ),
    Rule(
        pattern=r"(?P<what>list|tuple|string) index out of range",
        title="The {what} is shorter than that",
        words="""Places count from 0, so the last one of n is n - 1. Look at how long it is on
        the line before: `len(...)`.""",
        kinds=("IndexError",),
    ),
    Rule(
        pattern=r"pop from empty list",
        title="The list is empty",
        words="""There is nothing left to take. Look at what should have filled it.""",
    ),
    Rule(
        pattern=r"(?P<what>list|tuple|string) indices must be integers or slices, not (?P<got>\w+)",
        title="A {what} is indexed by whole numbers",
        words="""The index here is a {got}. A division gives a float: `//` divides whole
        numbers. For several dimensions at once (`x[0, 1]`) it has to be a tensor.""",
    ),
)
