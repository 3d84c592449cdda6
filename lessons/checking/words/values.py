"""Words for values that are not what the code takes them for."""

from __future__ import annotations

from lessons.checking.words.rule import Rule

VALUES = (
    Rule(
        pattern=r"a Tensor with (?P<n>\d+) elements cannot be converted to Scalar",
        title="{n} numbers are not one",
        words="""`.item()` makes a Python number of a tensor with one element, and this has
        {n}. Sum it up first (`.mean()`, `.sum()`, `.max()`), or use `.tolist()`.""",
    ),
    Rule(
        pattern=r"only one element tensors can be converted to Python scalars",
        title="Several numbers where one is needed",
        words="""A Python number can be made only of a tensor with one element. The functions
        of `math` and `torch.tensor([...])` want Python numbers: use those of `torch`
        (`torch.exp`), and join tensors with `torch.stack`.""",
    ),
    Rule(
        pattern=r"only integer tensors of a single element can be converted to an index",
        title="This is no whole number",
        words="""A count or a place has to be whole: `int(x)` makes it so.""",
    ),
    Rule(
        pattern=r"Boolean value of Tensor with (?:more than one|no) values? is ambiguous",
        title="Is a whole tensor true?",
        words="""`if`, `and`, `or`, `not`, `max(...)` and `==` between lists ask for one yes or
        no, and a comparison of tensors gives one for each place. Say which you mean: `.all()`,
        `.any()`; to choose place by place use `torch.where`, and combine masks with `&`, `|`
        and `~`.""",
    ),
    Rule(
        pattern=r"Could not infer dtype of (?P<what>\w+)",
        title="A tensor cannot hold {what}",
        words="""Tensors hold numbers. One of the entries is a `{what}`; if it is a NoneType,
        look at the function that gave it: it may have no `return`.""",
    ),
    Rule(
        pattern=r"too many values to unpack \(expected (?P<n>\d+)\)",
        title="More values than names",
        words="""There are {n} names on the left, and more values on the right. A loop over a
        tensor or a list hands out one entry at a time: for a number beside it use `enumerate`,
        for pairs `zip`.""",
    ),
    Rule(
        pattern=r"not enough values to unpack \(expected (?P<n>\d+), got (?P<got>\d+)\)",
        title="{n} names for {got} values",
        words="""The right side gives {got}, the left asks for {n}. Look at what the function
        returns, or at how many dimensions the shape has.""",
    ),
    Rule(
        pattern=r"random_ expects 'from' to be less than 'to', but got from=(?P<a>-?\d+) >= "
        r"to=(?P<b>-?\d+)",
        title="An empty range to draw from",
        words="""The upper end is left out, so {a} to {b} has no number in it.""",
    ),
    Rule(
        pattern=r"(division|modulo) by zero|division by zero",
        title="Divided by zero",
        words="""Often it is a mean over nothing: an empty loader, a count that has stayed 0,
        or a length of 0 in the very first step. Tensors do not raise this: they give inf or
        nan.""",
        kinds=("ZeroDivisionError",),
    ),
    Rule(
        pattern=r"math range error",
        title="The number is too large",
        words="""`math.exp` ends at about 709. For scores use `torch.softmax` or
        `torch.logsumexp`, which take the largest out first.""",
        kinds=("OverflowError",),
    ),
    Rule(
        pattern=r"math domain error|expected a (?:positive|nonnegative) input",
        title="Not defined for this number",
        words="""A root or a logarithm was asked of a negative number, or the logarithm of 0.
        Look at what goes in: a probability that has become 0 needs `log_softmax`, or a small
        number added.""",
        kinds=("ValueError",),
    ),
    Rule(
        pattern=r"invalid literal for (?P<what>int|float)\(\)|could not convert string to "
        r"(?P<other>float)",
        title="This text is no number",
        words="""`int(...)` and `float(...)` read digits. Look at what the text is.""",
        kinds=("ValueError",),
    ),
    Rule(
        pattern=r"^['\"](?P<key>.*)['\"]$|^(?P<number>-?[\d.]+)$",
        title="There is no entry {key}{number}",
        words="""The dictionary has no such key. Look at its spelling and at the keys that
        there are: `print(list(d))`. `d.get(key)` gives None instead of an error.""",
        kinds=("KeyError",),
    ),
    Rule(
        pattern=r"",
        title="A claim in the code does not hold",
        words="""The line says `assert`, and what follows it is not true. Print both sides on
        the line before.""",
        kinds=("AssertionError",),
        line=r"^\s*assert\b",
    ),
    Rule(
        pattern=r"^$",
        title="There is nothing left",
        words="""`next(...)` was called on something that is used up, or was empty from the
        start. A `for` loop stops by itself.""",
        kinds=("StopIteration",),
    ),
)
