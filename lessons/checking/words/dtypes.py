"""Words for numbers of different types, and tensors on different devices."""

from __future__ import annotations

from lessons.checking.words.rule import Found, Rule

_NAMES = {
    "float": "float32",
    "double": "float64",
    "long": "int64",
    "int": "int32",
    "half": "float16",
    "bool": "bool",
    "bfloat16": "bfloat16",
    "byte": "uint8",
    "unsigned char": "uint8",
    "c10::half": "float16",
    "c10::bfloat16": "bfloat16",
    "long int": "int64",
}


def _dtypes(found: Found) -> Found:
    named = {_NAMES.get(found[key].strip().casefold(), found[key]) for key in ("a", "b")}
    if named & {"int64", "int32", "uint8", "bool"}:
        look = "Whole numbers become floats with `.float()`."
    elif "float64" in named:
        look = (
            "float64 usually comes from NumPy, or from numbers made with `.double()`; "
            "`.float()` makes them float32, the type of a model's weights."
        )
    else:
        look = "`.to(other.dtype)` gives one the type of the other."
    names = {key: _NAMES.get(found[key].strip().casefold(), found[key]) for key in ("a", "b")}
    return {**names, "look": look}


DTYPES = (
    Rule(
        pattern=r"mat1 and mat2 must have the same dtype, but got (?P<a>\w+) and (?P<b>\w+)",
        title="{a} meets {b}",
        words="""A matrix product does not convert: both sides need one type of number. {look}""",
        more=_dtypes,
    ),
    Rule(
        pattern=r"expected m1 and m2 to have the same dtype, but got: (?P<a>[\w: ]+) != "
        r"(?P<b>[\w: ]+)",
        title="{a} meets {b}",
        words="""A matrix product does not convert: both sides need one type of number. {look}""",
        more=_dtypes,
    ),
    Rule(
        pattern=r"expected both vectors to have same dtype, but found (?P<a>\w+) and (?P<b>\w+)",
        title="{a} meets {b}",
        words="""A dot product does not convert: both sides need one type of number. {look}""",
        more=_dtypes,
    ),
    Rule(
        pattern=r"Input type \((?P<a>[\w: ]+)\) and (?:bias|weight) type \((?P<b>[\w: ]+)\) "
        r"should be "
        r"the same",
        title="{a} meets {b}",
        words="""The layer's weights are {b}, what comes in is {a}. {look} Pictures read from a
        file are often whole numbers from 0 to 255: divide them by 255 as well.""",
        more=_dtypes,
    ),
    Rule(
        pattern=r"mean\(\): could not infer output dtype.*Got: (?P<dtype>\w+)",
        title="A mean of whole numbers",
        words="""The mean of whole numbers is mostly none, so PyTorch asks for a type:
        `x.float().mean()`. An accuracy is `(guess == target).float().mean()`.""",
    ),
    Rule(
        pattern=r"std and var only support floating point",
        title="A deviation of whole numbers",
        words="""`std` and `var` give fractions, so they want floats: `x.float().std()`.""",
    ),
    Rule(
        pattern=r'^"(?P<what>\w+)" not implemented for \'(?P<dtype>\w+)\'',
        title="Not for numbers of type {dtype}",
        words="""The operation exists, but not for {dtype}. Whole numbers (Long, Int, Byte) and
        Bool become floats with `.float()`; Half is float16, for which some operations exist
        only on an accelerator.""",
    ),
    Rule(
        pattern=r"result type (?P<a>\w+) can't be cast to the desired output type (?P<b>\w+)",
        title="A fraction does not fit into whole numbers",
        words="""Something of type {a} is to be written into a tensor of type {b}, which holds
        none. Make that tensor of floats from the start (`torch.zeros(3)` has floats,
        `torch.tensor([1, 2])` has not), or convert it with `.float()`.""",
    ),
    Rule(
        pattern=r"(gather|scatter)\(\): Expected dtype int32/int64 for index",
        title="Indices are whole numbers",
        words="""`gather` and `scatter` are told by an index where to look, and it has to be a
        tensor of whole numbers: `.long()`.""",
    ),
    Rule(
        pattern=r"Expected tensor for argument #\d+ 'indices' to have one of the following "
        r"scalar types",
        title="An embedding is asked by whole numbers",
        words="""The indices say which rows to take, so they are whole: convert them with
        `.long()`. If you wanted to multiply, the layer is `Linear`.""",
    ),
    Rule(
        pattern=r"Expected all tensors to be on the same "
        r"device.*(?P<a>cuda:\d+|cpu|mps:\d+|meta) and "
        r"(?P<b>cuda:\d+|cpu|mps:\d+|meta)",
        title="Tensors on {a} and on {b}",
        words="""Numbers do not travel between devices by themselves. Move the batch where the
        model is: `x.to(device)`. For a tensor `.to` gives a moved copy, so keep what it
        returns.""",
    ),
    Rule(
        pattern=r"Tensor on device (?P<a>\S+) is not on the expected device (?P<b>[^\s!]+)",
        title="A tensor on {a}, and the others on {b}",
        words="""Numbers do not travel between devices by themselves. Move it: `x.to(device)`.
        For a tensor `.to` gives a moved copy, so keep what it returns.""",
    ),
    Rule(
        pattern=r"Torch not compiled with CUDA enabled|No CUDA GPUs are available"
        r"|Found no NVIDIA driver",
        title="There is no CUDA device here",
        words="""The code asks for a graphics card that is not there or cannot be used. Write
        it for any machine: `device = "cuda" if torch.cuda.is_available() else "cpu"`, and move
        with `.to(device)`.""",
    ),
    Rule(
        pattern=r"[Oo]nly Tensors of floating point(?: and complex)? dtype can require gradients",
        title="Whole numbers have no gradient",
        words="""A gradient says what a tiny change would do, and whole numbers cannot change
        by a tiny bit. `torch.tensor([1, 2])` makes whole numbers; `torch.tensor([1.0, 2.0])`
        makes floats.""",
    ),
)
