"""Words for layers that were given the wrong kind of input."""

from __future__ import annotations

from lessons.checking.words.rule import Rule

LAYERS = (
    Rule(
        pattern=r"weight of size \[(?P<w>[\d, ]+)\], expected input\[(?P<x>[\d, ]+)\] to have "
        r"(?P<a>\d+) channels, but got (?P<b>\d+) channels instead",
        title="{b} channels come in, {a} are expected",
        words="""A convolution takes (batch, channels, height, width), here ({x}), and was made
        for {a} channels. Grey pictures have 1, coloured ones 3; deeper down it is what the
        layer before gives out. If the channels are the last dimension, move them:
        `x.permute(0, 3, 1, 2)`.""",
    ),
    Rule(
        pattern=r"Expected (?P<a>\d)D \(unbatched\) or (?P<b>\d)D \(batched\) input to "
        r"(?P<op>\w+), but got "
        r"input of size: \[(?P<x>[\d, ]*)\]",
        title="`{op}` wants {b} dimensions",
        words="""(batch, channels, then place), and it was given ({x}). Flat pictures get their
        shape back with `x.reshape(batch, channels, height, width)`; a missing channel with
        `x.unsqueeze(1)`.""",
    ),
    Rule(
        pattern=r"Calculated padded input size per channel: \((?P<x>[\d x]+)\)\. Kernel size: "
        r"\((?P<k>[\d x]+)\)\. Kernel size can't be greater than actual input size",
        title="The kernel is larger than the picture",
        words="""A kernel of {k} looks at what is by now {x}. Convolutions and poolings before
        have made it small: use fewer, or `padding`.""",
    ),
    Rule(
        pattern=r"Given input size: \((?P<x>[\dx]+)\)\. Calculated output size: "
        r"\((?P<y>[-\dx]+)\)\. Output "
        r"size is too small",
        title="Nothing is left of the picture",
        words="""Pooling makes ({y}) of ({x}), channels first. Every pooling by 2 halves both
        sides: use fewer of them.""",
    ),
    Rule(
        pattern=r"Expected more than 1 value per channel when training, got input size "
        r"torch\.Size\(\[(?P<x>[\d, ]*)\]\)",
        title="Batch norm with a single sample",
        words="""While training, batch norm takes mean and deviation over the batch, and one
        sample of shape ({x}) has no deviation. Perhaps the last batch of an epoch has one
        sample (`drop_last=True` in the `DataLoader`), or `model.eval()` is missing before a
        prediction.""",
    ),
    Rule(
        pattern=r"running_mean should contain (?P<a>\d+) elements not (?P<b>\d+)",
        title="Batch norm for {b} features was given {a}",
        words="""`num_features` has to be the size of dimension 1 of what comes in, which is
        {a}: the outputs of the layer before.""",
    ),
    Rule(
        pattern=r"expected (?P<a>\d)D(?: or \dD)? input \(got (?P<b>\d)D input\)",
        title="{a} dimensions are expected, {b} came",
        words="""`BatchNorm1d` takes (batch, features), `BatchNorm2d` takes (batch, channels,
        height, width). Use the one for your data, or bring back the dimensions that a
        `flatten` took.""",
    ),
    Rule(
        pattern=r"Given normalized_shape=\[(?P<a>[\d, ]*)\], expected input with shape "
        r"\[[^\]]*\], but got "
        r"input of size\[(?P<x>[\d, ]*)\]",
        title="Layer norm over ({a}), but the input ends otherwise",
        words="""`LayerNorm({a})` looks at the last dimensions, which have to be ({a}). It was
        given ({x}).""",
    ),
    Rule(
        pattern=r"input\.size\(-1\) must be equal to input_size\. Expected (?P<a>\d+), got "
        r"(?P<b>\d+)",
        title="Every step brings {b} numbers, {a} are expected",
        words="""A recurrent layer takes (time, batch, features), or (batch, time, features)
        with `batch_first=True`. The last size is `input_size`.""",
    ),
    Rule(
        pattern=r"Expected hidden (?:size )?\(?(?P<a>[\d, ]+)\)?, got \[(?P<b>[\d, ]+)\]",
        title="The hidden state has another shape",
        words="""It should be ({a}): layers, batch, hidden size. It is ({b}). The batch is the
        second size, with `batch_first=True` as well; perhaps it is left over from a batch of
        another size.""",
    ),
    Rule(
        pattern=r"embed_dim must be divisible by num_heads",
        title="The heads do not divide the width",
        words="""Every head gets `embed_dim / num_heads` numbers, which has to be whole.""",
    ),
    Rule(
        pattern=r"dropout probability has to be between 0 and 1, but got (?P<p>\S+)",
        title="A probability of {p}",
        words="""`p` is the share that is dropped, between 0 and 1: 0.2 for 20 %.""",
    ),
)
