"""Words for names that are not known."""

from __future__ import annotations

import re

from lessons.checking.words.rule import Found, Rule
from lessons.names import nearest

_USUAL = {
    "np": "import numpy as np",
    "nn": "from torch import nn",
    "F": "import torch.nn.functional as F",
    "torch": "import torch",
    "math": "import math",
    "optim": "from torch import optim",
    "DataLoader": "from torch.utils.data import DataLoader",
    "Tensor": "from torch import Tensor",
}
_KNOWN = (
    "size",
    "shape",
    "dim",
    "sum",
    "mean",
    "max",
    "min",
    "argmax",
    "backward",
    "grad",
    "item",
    "detach",
    "clone",
    "numpy",
    "norm",
    "zero_",
    "sub_",
    "add_",
    "mul_",
    "reshape",
    "view",
    "flatten",
    "unsqueeze",
    "squeeze",
    "transpose",
    "permute",
    "float",
    "long",
    "double",
    "requires_grad",
    "tolist",
    "weight",
    "bias",
    "parameters",
    "named_parameters",
    "state_dict",
    "load_state_dict",
    "zero_grad",
    "step",
    "train",
    "eval",
    "forward",
    "randn",
    "rand",
    "randint",
    "zeros",
    "ones",
    "zeros_like",
    "ones_like",
    "tensor",
    "arange",
    "linspace",
    "stack",
    "cat",
    "exp",
    "log",
    "sqrt",
    "softmax",
    "sigmoid",
    "relu",
    "tanh",
    "no_grad",
    "manual_seed",
    "matmul",
    "cross_entropy",
    "Linear",
    "Sequential",
    "Module",
    "Parameter",
    "ReLU",
    "SGD",
    "Adam",
    "AdamW",
    "optim",
    "functional",
)


def _near(found: Found) -> Found:
    near = nearest(found["name"], _KNOWN) or _in_file(found)
    return {"hint": f"Did you mean `{near}`?" if near and near != found["name"] else ""}


def _defined(found: Found) -> Found:
    name = found["name"]
    if name in _USUAL:
        return {"hint": f"It is usually made by `{_USUAL[name]}` at the top of the file."}
    if near := _in_file(found):
        return {"hint": f"Did you mean `{near}`?"}
    return {"hint": "Look at its spelling, and whether it was made above this line."}


def _in_file(found: Found) -> str:
    names = set(re.findall(r"\b[A-Za-z_]\w+", found["source"])) - {found["name"]}
    return nearest(found["name"], sorted(names))


NAMES = (
    Rule(
        pattern=r"name '(?P<name>\w+)' is not defined",
        title="Nothing is called `{name}`",
        words="""Python knows no such name here. {hint} What is made inside a function is not
        known outside of it.""",
        kinds=("NameError",),
        more=_defined,
    ),
    Rule(
        pattern=r"cannot access local variable '(?P<name>\w+)'"
        r"|local variable '(?P<older>\w+)' referenced before assignment",
        title="`{name}{older}` has no value yet",
        words="""The function sets this name somewhere, so it is its own, but the line is
        reached before that. Give it a value before the loop or the `if`.""",
        kinds=("UnboundLocalError",),
    ),
    Rule(
        pattern=r"'float' object has no attribute 'backward'|'int' object has no attribute "
        r"'backward'",
        title="The loss is a Python number",
        words="""A plain number has no graph to go back through. Keep the loss as a tensor;
        `.item()` and `float(...)` are for printing only.""",
    ),
    Rule(
        pattern=r"'list' object has no attribute "
        r"'(?P<name>mean|sum|shape|size|std|float|to|backward|max|min)'",
        title="A list is no tensor",
        words="""`{name}` belongs to tensors. Make one of the list: `torch.tensor(...)` of
        numbers, `torch.stack(...)` of tensors.""",
    ),
    Rule(
        pattern=r"module '(?P<owner>[\w.]+)' has no attribute '(?P<name>\w+)'"
        r"",
        title="`{owner}` has no `{name}`",
        words="""There is nothing of that name in the module. {hint} Capital and small letters
        count.""",
        kinds=("AttributeError",),
        more=_near,
    ),
    Rule(
        pattern=r"'(?P<owner>\w+)' object has no attribute '(?P<name>\w+)'"
        r"",
        title="A `{owner}` has no `{name}`",
        words="""There is nothing of that name on it. {hint} If it should be there: perhaps the
        object is not what you take it for, or `self.{name}` was never set.""",
        kinds=("AttributeError",),
        more=_near,
    ),
    Rule(
        pattern=r"No module named '(?P<name>[\w.]+)'",
        title="There is no module `{name}`",
        words="""It is not installed, or spelled otherwise. The exercises need no more than
        PyTorch, NumPy and Python's own modules.""",
    ),
    Rule(
        pattern=r"cannot import name '(?P<name>\w+)' from '(?P<owner>[\w.]+)'",
        title="`{owner}` has no `{name}`",
        words="""The module is there, the name in it is not. {hint} Capital and small letters
        count.""",
        more=_near,
    ),
)
