"""Words for shapes that do not fit together."""

from __future__ import annotations

from lessons.checking.words.rule import Found, Rule


def _matmul(found: Found) -> Found:
    rows, inner, other, columns = (int(found[name]) for name in ("a", "b", "c", "d"))
    if inner == columns:
        look = f"The second one transposed would fit: `.T` makes ({columns}, {other}) of it."
    elif rows == other:
        look = f"The first one transposed would fit: `.T` makes ({inner}, {rows}) of it."
    elif inner and other > inner and other % inner == 0:
        look = (
            f"{other} is {other // inner} · {inner}: perhaps images still have to be flattened, "
            "with `x.flatten(start_dim=1)`."
        )
    else:
        look = "Look at where these two sizes are set, often two layers that follow each other."
    return {"look": look}


SHAPES = (
    Rule(
        pattern=r"mat1 and mat2 shapes cannot be multiplied "
        r"\((?P<a>\d+)x(?P<b>\d+) and (?P<c>\d+)x(?P<d>\d+)\)",
        title="Inner sizes {b} and {c} do not agree",
        words="""A matrix product needs the columns of the first to be as many as the rows of
        the second: ({a}, {b}) times ({c}, {d}). In a `Linear` layer {c} is `in_features`, and
        {b} is the last size of what comes in. {look}""",
        more=_matmul,
    ),
    Rule(
        pattern=r"Expected size for first two dimensions of batch2 tensor to be: "
        r"\[\d+, (?P<b>\d+)\] but got: \[\d+, (?P<c>\d+)\]",
        title="Inner sizes {b} and {c} do not agree",
        words="""Batches of matrices are multiplied pair by pair. The last size of the first is
        {b}, the last but one of the second is {c}: these two have to be equal. Often one of
        them has to be transposed: `x.transpose(-2, -1)`.""",
    ),
    Rule(
        pattern=r"size mismatch, got input \((?P<a>\d+)\), mat \((?P<m>\d+)x(?P<n>\d+)\), "
        r"vec \((?P<v>\d+)\)",
        title="The vector is {v} long, the matrix has {n} columns",
        words="""A matrix of ({m}, {n}) takes a vector of {n} numbers and gives {m}. Here the
        vector has {v}. If its length is meant for the rows, transpose the matrix: `.T`.""",
    ),
    Rule(
        pattern=r"inconsistent tensor size, expected tensor \[(?P<a>\d+)\] and src \[(?P<b>\d+)\]",
        title="A dot product of {a} numbers with {b}",
        words="""Two vectors that are multiplied and summed need the same length. Look at where
        each of them gets its length from.""",
    ),
    Rule(
        pattern=r"both arguments to matmul need to be at least 1D, but they are "
        r"(?P<a>\d)D and (?P<b>\d)D",
        title="`@` with a single number",
        words="""`@` is the matrix product, and one side here is a single number (0
        dimensions). Scaling by a number is `*`.""",
    ),
    Rule(
        pattern=r"The size of tensor a \((?P<a>\d+)\) must match the size of tensor b "
        r"\((?P<b>\d+)\) at non-singleton dimension (?P<dim>\d+)",
        title="Sizes {a} and {b} cannot be paired",
        words="""Element by element, shapes are lined up from the right; two sizes fit if they
        are equal or one of them is 1. In dimension {dim} they are {a} and {b}. Often one side
        has lost a dimension: `x.unsqueeze(-1)` gives it back as a size of 1, and
        `keepdim=True` keeps it in `sum`, `mean` and `max`. Print both shapes on the line
        before.""",
    ),
    Rule(
        pattern=r"output with shape \[(?P<a>[\d, ]*)\] doesn't match the broadcast shape "
        r"\[(?P<b>[\d, ]*)\]",
        title="The result would not fit into the tensor",
        words="""An operation in place writes into a tensor of shape ({a}), but both sides
        together make ({b}). In place, the left side cannot grow. Bring the right side to the
        shape ({a}) first, or make a new tensor.""",
    ),
    Rule(
        pattern=r"shape '\[(?P<shape>[-\d, ]+)\]' is invalid for input of size (?P<size>\d+)",
        title="{size} numbers cannot become ({shape})",
        words="""`view` and `reshape` keep every number, so the sizes of the new shape have to
        multiply to {size}. One size may be -1, it is then worked out, if the others divide
        {size}. Often a size is written for another batch or another image: take it from
        `x.shape`.""",
    ),
    Rule(
        pattern=r"view size is not compatible with input tensor's size and stride",
        title="`view` cannot look at it in that shape",
        words="""After `transpose`, `permute` or `.T` the numbers no longer lie in memory in
        the order of the shape, and `view` never moves numbers. `reshape` copies them where it
        has to. Check that the order is the one that you want, too: a reshape does not turn
        anything round.""",
    ),
    Rule(
        pattern=r"Sizes of tensors must match except in dimension (?P<dim>\d+)\. "
        r"Expected size (?P<a>\d+) but got size (?P<b>\d+) for tensor number (?P<n>\d+)",
        title="`cat` along {dim}, but another size differs",
        words="""`cat` lays tensors end to end along dimension {dim}; every other size has to
        agree. The tensor number {n} (from 0) has {b} where the first has {a}. Perhaps `dim` is
        meant to be another one.""",
    ),
    Rule(
        pattern=r"Tensors must have same number of dimensions: got (?P<a>\d+) and (?P<b>\d+)",
        title="{a} dimensions and {b} dimensions",
        words="""`cat` needs tensors with equally many dimensions. `x.unsqueeze(0)` makes one
        more, in front. To put equal shapes on top of each other as a new dimension, use
        `torch.stack`.""",
    ),
    Rule(
        pattern=r"stack expects each tensor to be equal size, but got "
        r"\[(?P<a>[\d, ]*)\] at entry 0 and \[(?P<b>[\d, ]*)\] at entry (?P<n>\d+)",
        title="Shapes ({a}) and ({b}) in one stack",
        words="""`stack` needs equal shapes, and entry {n} (from 0) is ({b}) where the first is
        ({a}). A `DataLoader` stacks the samples of a batch in this way: samples of different
        length have to be padded or cut, or joined by a `collate_fn` of your own.""",
    ),
    Rule(
        pattern=r"each element in list of batch should be of equal size",
        title="Samples of different length in one batch",
        words="""A `DataLoader` joins the samples of a batch part by part, and here they do not
        have equally many. Pad or cut them to one length, or give the loader a `collate_fn`.""",
    ),
    Rule(
        pattern=r"(stack|torch\.cat\(\):) expect\w+ a non-empty (TensorList|list of Tensors)",
        title="Nothing to join",
        words="""`cat` and `stack` were given an empty list. Look at the loop that should have
        filled it: perhaps it ran over nothing, or a generator was used up before.""",
    ),
    Rule(
        pattern=r"The expanded size of the tensor \((?P<a>\d+)\) must match the existing size "
        r"\((?P<b>\d+)\) at non-singleton dimension (?P<dim>\d+)\.\s+Target sizes: "
        r"\[(?P<target>[\d, ]*)\]\.\s+Tensor sizes: \[(?P<sizes>[\d, ]*)\]",
        title="({sizes}) does not fit into ({target})",
        words="""Where a tensor is written into a place of shape ({target}), its own sizes have
        to be equal to those, or 1. In dimension {dim} there are {b} numbers for {a} places.""",
    ),
    Rule(
        pattern=r"number of dimensions in the tensor input does not match the length of the "
        r"desired "
        r"ordering of dimensions i\.e\. input\.dim\(\) = (?P<a>\d+) is not equal to "
        r"len\(dims\) = (?P<b>\d+)",
        title="{b} places for {a} dimensions",
        words="""`permute` wants every dimension named once. The tensor has {a}, and {b} were
        named. Perhaps the batch is missing, or came in addition.""",
    ),
    Rule(
        pattern=r"expected sequence of length (?P<a>\d+) at dim (?P<dim>\d+) \(got (?P<b>\d+)\)",
        title="Rows of different length",
        words="""`torch.tensor` makes a full block of numbers: every row needs {a}, and one has
        {b}. Pad the short rows, or keep a list of tensors.""",
    ),
    Rule(
        pattern=r"with negative dimension (?P<a>-\d+)|Dimension size must be non-negative",
        title="A size below zero",
        words="""A size was worked out that is negative. Look at the subtraction that made
        it.""",
    ),
)
