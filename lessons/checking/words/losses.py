"""Words for scores and targets that a loss cannot compare."""

from __future__ import annotations

from lessons.checking.words.rule import Rule

LOSSES = (
    Rule(
        pattern=r"expected target dtype to be Long or Byte, but got (?P<dtype>\w+)"
        r"|expected scalar type Long but found (?P<other>\w+)",
        title="The targets are not whole numbers",
        words="""`cross_entropy` wants one class number per sample, as `torch.long` (int64): 0
        for the first class. Yours are of another type ({dtype}{other}). Convert them with
        `.long()`; if they are probabilities of the classes, they need the shape of the scores.""",
    ),
    Rule(
        pattern=r"Target (?P<target>-?\d+) is out of bounds",
        title="There is no class {target}",
        words="""With K scores per sample the classes are 0 to K - 1. Class {target} is
        outside: the last layer gives too few scores, or the labels count from 1.""",
    ),
    Rule(
        pattern=r"Expected input batch_size \((?P<a>\d+)\) to match target batch_size "
        r"\((?P<b>\d+)\)",
        title="{a} rows of scores, {b} targets",
        words="""The loss pairs every row of scores with one target. Often the scores were
        reshaped so that the batch was mixed with something else, or inputs and targets come
        from different batches.""",
    ),
    Rule(
        pattern=r"Expected floating point type for target with class probabilities, got "
        r"(?P<dtype>\w+)",
        title="Targets in the shape of the scores are probabilities",
        words="""With a target of the same shape as the scores, `cross_entropy` reads it as one
        probability per class, which are floats. If yours are one-hot rows of whole numbers,
        hand in the class numbers instead: `target.argmax(dim=1)`.""",
    ),
    Rule(
        pattern=r"0D or 1D target tensor expected, multi-target not supported",
        title="One class number per sample",
        words="""The target has a second dimension. `cross_entropy` wants it as (batch,), not
        as (batch, 1): `target.squeeze(1)` removes it. One-hot rows become class numbers with
        `target.argmax(dim=1)`.""",
    ),
    Rule(
        pattern=r"Target size \(torch\.Size\(\[(?P<b>[\d, ]*)\]\)\) must be the same as input size "
        r"\(torch\.Size\(\[(?P<a>[\d, ]*)\]\)\)"
        r"|Using a target size \(torch\.Size\(\[(?P<d>[\d, ]*)\]\)\) that is different to the "
        r"input "
        r"size \(torch\.Size\(\[(?P<c>[\d, ]*)\]\)\)",
        title="Scores ({a}{c}), targets ({b}{d})",
        words="""This loss compares number with number, so both need one shape. A layer with
        one output gives (batch, 1): remove the 1 with `scores.squeeze(1)`, or give it to the
        targets with `target.unsqueeze(1)`.""",
    ),
    Rule(
        pattern=r"all elements of (input|target) should be between 0 and 1",
        title="These are no probabilities",
        words="""`binary_cross_entropy` wants probabilities between 0 and 1, and got scores.
        Leave the scores as they are and use `binary_cross_entropy_with_logits`, which is also
        safer with very large scores.""",
    ),
    Rule(
        pattern=r"one_hot is only applicable to index tensor of type LongTensor",
        title="`one_hot` counts in whole numbers",
        words="""It wants class numbers as `torch.long`: convert them with `.long()`. What it
        gives is whole as well; for a product with weights add `.float()`.""",
    ),
    Rule(
        pattern=r"Class values must be smaller than num_classes",
        title="A class beyond `num_classes`",
        words="""With K classes the numbers are 0 to K - 1. Look at `labels.max()`: perhaps
        they count from 1.""",
    ),
    Rule(
        pattern=r"probability tensor contains either `inf`, `nan` or element < 0",
        title="These are no probabilities",
        words="""`multinomial` draws by weights that are not negative and are numbers. Raw
        scores have to go through `softmax` first; a nan in them comes from further up.""",
    ),
)
