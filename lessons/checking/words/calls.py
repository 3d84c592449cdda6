"""Words for calls: too many arguments, too few, or of the wrong kind."""

from __future__ import annotations

from lessons.checking.words.rule import Found, Rule


def _short(found: Found) -> Found:
    return {"name": found["name"].rpartition("<locals>.")[2].removesuffix(".__init__")}


def _taken(found: Found) -> Found:
    takes, given = int(found["takes"]), int(found["given"])
    method = given == takes + 1
    look = (
        "One more than it takes: in a class the object itself comes first, so methods need `self`."
        if method
        else "Look at the line `def`, and at the brackets of the call."
    )
    return {**_short(found), "look": look}


_NAME = r"(?P<name>[\w.<>]+)\(\)"

CALLS = (
    Rule(
        pattern=r"torch\.return_types\.(?P<name>\w+)",
        title="`{name}` gave two tensors, not one",
        words="""With `dim` it gives the values and the places where they stood. Take the one you
        need: `x.{name}(dim=1).values`, or `values, places = x.{name}(dim=1)`.""",
    ),
    Rule(
        pattern=r"(?P<name>\w+)\(\): argument '\w+' failed to unpack the object at pos (?P<n>\d+) "
        r".*got (?P<got>\w+)",
        title="Sizes are whole numbers",
        words="""Size {n} of `{name}` is a `{got}`. `/` always gives a float, also where nothing
        is left over: divide with `//`, or use `int(...)`.""",
    ),
    Rule(
        pattern=_NAME
        + r" missing (?P<n>\d+) required (?:positional|keyword-only) arguments?: (?P<which>.+)",
        title="`{name}` is called with too little",
        words="""It needs {which} as well. Look at its line `def`: what has no default has to
        be given, and what stands after a `*` has to be given by name.""",
        more=_short,
    ),
    Rule(
        pattern=_NAME + r" takes (?:from \d+ to )?(?P<takes>\d+) positional arguments? but "
        r"(?P<given>\d+) (?:positional arguments? \(and .*\) )?(?:were|was) given",
        title="`{name}` is called with too much",
        words="""It takes {takes}, and {given} came. {look}""",
        more=_taken,
    ),
    Rule(
        pattern=_NAME + r" got an unexpected keyword argument '(?P<which>\w+)'"
        r"(?:\. Did you mean '(?P<near>\w+)')?",
        title="`{name}` knows no `{which}`",
        words="""Arguments that are given by name have to be spelled as in the line `def`. Look
        there for the right name.""",
        more=_short,
    ),
    Rule(
        pattern=_NAME + r" got multiple values for argument '(?P<which>\w+)'",
        title="`{which}` is given twice",
        words="""Once by its place and once by its name. In a class the object itself takes the
        first place.""",
        more=_short,
    ),
    Rule(
        pattern=r"(?P<name>\w+)\(\) received an invalid combination of arguments - got "
        r"\((?P<got>.*?)\)",
        title="`{name}` does not take these arguments",
        words="""It was given ({got}). Look at names and kinds: PyTorch says `dim`, not `axes`;
        sizes are whole numbers; and a tensor is wanted where it says Tensor.""",
    ),
    Rule(
        pattern=r"(?P<name>\w+)\(\): argument '(?P<which>\w+)' \(position (?P<n>\d+)\) must be "
        r"Tensor, "
        r"not NoneType",
        title="`{name}` was given None",
        words="""There is no tensor in argument {n}. A function without `return` gives None,
        and so does `.grad` before `backward()`.""",
    ),
    Rule(
        pattern=r"(?P<name>\w+)\(\): argument '(?P<which>\w+)' \(position (?P<n>\d+)\) must be "
        r"Tensor, "
        r"not (?P<got>\w+)",
        title="`{name}` wants a tensor",
        words="""Argument {n} is a `{got}`. `torch.tensor(...)` makes a tensor of numbers; for
        a plain number the function of the same name in `math` does as well.""",
    ),
    Rule(
        pattern=r"(?P<name>\w+)\(\): argument '(?P<which>\w+)' (?:\(position (?P<n>\d+)\) )?must "
        r"be "
        r"(?P<want>.+?), not (?P<got>\w+)",
        title="`{which}` of `{name}` is of the wrong kind",
        words="""It wants {want} and was given a `{got}`.""",
    ),
    Rule(
        pattern=r"expected Tensor as element (?P<n>\d+) in argument \d+, but got (?P<got>\w+)",
        title="Entry {n} is no tensor",
        words="""`stack` and `cat` join tensors, and entry {n} (from 0) is a `{got}`. A list of
        numbers becomes a tensor with `torch.tensor(list)`; if it is a NoneType, a gradient or
        a `return` is missing.""",
    ),
    Rule(
        pattern=r"'NoneType' object is not (callable|subscriptable|iterable)|non-iterable NoneType"
        r"|'NoneType' object has no attribute '(?P<which>\w+)'|unsupported operand.*'NoneType'"
        r"|operand type for unary .*'NoneType'",
        title="There is None where a value should be",
        words="""Something gave None. Mostly it is a function without `return`, a method that
        changes in place and returns nothing (`list.append`, `list.sort`), or a `.grad` before
        `backward()`. Print what the line is made of.""",
    ),
    Rule(
        pattern=r"'(?P<got>[\w.]+)' object is not callable",
        title="A `{got}` cannot be called",
        words="""Round brackets call a function, and this is a `{got}`. Perhaps a name was used
        twice, a `*` is missing before a bracket, or `x.shape` was written as `x.shape()`.
        Places are chosen with square brackets; a `Parameter` is multiplied, a layer is called.""",
    ),
    Rule(
        pattern=r"'(?P<got>\w+)' object is not subscriptable",
        title="A `{got}` has no places",
        words="""Square brackets choose a place, and this is a `{got}`. A function has to be
        called with round brackets first: `x.size()[0]`, or `x.shape[0]`.""",
    ),
    Rule(
        pattern=r"'(?P<got>\w+)' object is not iterable",
        title="A `{got}` cannot be gone through",
        words="""A loop needs something that has entries. For counting write `range(n)`; a
        method needs its brackets, as in `model.parameters()`.""",
    ),
    Rule(
        pattern=r"'(?P<got>\w+)' object does not support item assignment",
        title="A `{got}` cannot be changed",
        words="""Tuples and texts stay as they are. Make a list of it, `list(...)`, or build a
        new one.""",
    ),
    Rule(
        pattern=r"'(?P<got>\w+)' object cannot be interpreted as an integer"
        r"|can't multiply sequence by non-int of type '(?P<other>\w+)'",
        title="A whole number is needed",
        words="""`range`, sizes and repeated lists are counted in whole numbers, and this is a
        `{got}{other}`. `/` always gives a float: divide with `//`, or use `int(...)`.""",
    ),
    Rule(
        pattern=r"can only concatenate (?P<what>\w+) \(not \"(?P<got>\w+)\"\)",
        title="A {what} and a {got} cannot be joined",
        words="""`+` joins two of a kind. For a text with a number in it write `f"loss
        {{loss}}"`; for sums place by place both have to be tensors.""",
    ),
    Rule(
        pattern=r"unsupported operand type\(s\) for (?P<op>.+?): '(?P<a>\w+)' and '(?P<b>\w+)'",
        title="`{op}` between a `{a}` and a `{b}`",
        words="""These two cannot be combined so. Lists do not calculate: make tensors of them
        with `torch.tensor(...)`. If one of them surprises you, look at where it was made.""",
    ),
)
