"""Plain words for the errors of the PyTorch that is installed: a new wording breaks a test."""

from __future__ import annotations

import math
import re
import warnings

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st
from provoked import (
    NoForward,
    NoSuper,
    NoSuperPlain,
    Provoke,
    assigned_gradient,
    assigned_row,
    backward_twice,
    batch_of,
    clipped_nan,
    half_added_to_whole_numbers,
    inference,
    loaded,
    other_weight,
    overwritten,
    raised,
    ran,
    sgd,
    stepped_in_place,
    weight,
    written_into,
)
from torch import nn

from lessons.checking.hook import NETWORK, PROCESSES
from lessons.checking.words import explain_error
from lessons.checking.words.explain import RULES

ones, randn, tensor = torch.ones, torch.randn, torch.tensor
scores = torch.randn(3, 4)
SHARED = weight(3)

TORCH: dict[str, tuple[Provoke, str]] = {
    "matmul": (lambda: randn(32, 3) @ randn(4, 2), "Inner sizes 3 and 4"),
    "matmul_flat": (lambda: nn.Linear(64, 10)(randn(32, 8, 8)), r"64 is 8 · 8.*flatten"),
    "matmul_turned": (lambda: randn(32, 3) @ randn(4, 3), r"second one transposed.*\(3, 4\)"),
    "matmul_first": (lambda: randn(4, 3) @ randn(4, 2), r"first one transposed.*\(3, 4\)"),
    "matmul_batches": (lambda: randn(5, 2, 3) @ randn(5, 4, 2), "Inner sizes 3 and 4"),
    "matrix_vector": (lambda: randn(3, 4) @ randn(3), "vector is 3 long, the matrix has 4"),
    "dot": (lambda: randn(3) @ randn(4), "3 numbers with 4"),
    "at_scalar": (lambda: tensor(1.0) @ randn(4), "single number"),
    "pair": (lambda: randn(3, 4) - randn(3, 4).max(1), r"`max` gave two tensors.*values, places"),
    "pair_sorted": (lambda: randn(3, 4).sort(1).sum(), r"`sort` gave two tensors"),
    "size_of_float": (lambda: randn(3, 4).reshape(3, 2, 4 / 2), r"Size 3 of `reshape`.*float.*//"),
    "broadcast": (lambda: randn(32, 10) + randn(32), "Sizes 10 and 32.*dimension 1"),
    "broadcast_copy": (lambda: torch.zeros(3).copy_(ones(4)), "Sizes 3 and 4"),
    "broadcast_in_place": (lambda: randn(3).add_(randn(4, 3)), r"shape \(3\).*\(4, 3\)"),
    "view": (lambda: randn(32, 8, 8).view(32, 65), r"2048 numbers cannot become \(32, 65\)"),
    "reshape_unknown": (lambda: randn(7).reshape(-1, 3), r"7 numbers.*\(-1, 3\)"),
    "view_turned": (lambda: randn(3, 4).t().view(12), "`reshape` copies"),
    "cat": (lambda: torch.cat([randn(2, 3), randn(2, 4)]), "number 1 .* has 4 where .* has 3"),
    "cat_dimensions": (lambda: torch.cat([randn(2, 3), randn(4)]), "2 dimensions and 1"),
    "cat_nothing": (lambda: torch.cat([]), "Nothing to join"),
    "stack": (lambda: torch.stack([ones(2), ones(3)]), r"Shapes \(2\) and \(3\)"),
    "stack_nothing": (lambda: torch.stack([]), "Nothing to join"),
    "stack_numbers": (ran("torch.stack([1.0, 2.0])"), "Entry 0 is no tensor"),
    "collate_tensors": (batch_of(ones(2), ones(3)), "DataLoader"),
    "collate_lists": (batch_of([1, 2], [3]), "Samples of different length"),
    "collate_none": (batch_of(None, None), "A batch cannot be made of `NoneType`"),
    "assign_row": (assigned_row, r"\(3\) does not fit into \(4\)"),
    "permute": (lambda: randn(2, 3).permute(0, 1, 2), "3 places for 2 dimensions"),
    "ragged": (lambda: tensor([[1.0, 2.0], [3.0]]), "Rows of different length.* 2.* 1"),
    "negative_size": (lambda: torch.zeros(-1), "below zero"),
    "index": (lambda: randn(3)[5], "no place 5.*ends at 2"),
    "index_by_tensor": (lambda: randn(3)[tensor([5])], "no place 5"),
    "index_empty": (lambda: randn(0)[0], "it is empty"),
    "embedding": (lambda: nn.Embedding(10, 3)(tensor([10])), "no row in the embedding"),
    "embedding_float": (lambda: nn.Embedding(3, 4)(torch.zeros(3)), "asked by whole numbers"),
    "dimension": (lambda: randn(3).sum(dim=1), "no dimension 1.*-1 to 0"),
    "many_indices": (lambda: randn(3)[0, 0], "More indices than dimensions"),
    "index_scalar": (lambda: tensor(3.0)[0], "single number has no places"),
    "index_float": (lambda: randn(3)[tensor([1.0])], "Indices are whole"),
    "mask": (lambda: randn(3, 4)[ones(4, 4).bool()], r"mask of \(4, 4\).*\(3, 4\)"),
    "targets_int": (lambda: F.cross_entropy(scores, tensor([0, 1, 2]).int()), r"\(Int\)"),
    "targets_float": (lambda: F.cross_entropy(scores, torch.rand(3)), r"\(Float\)"),
    "target_outside": (lambda: F.cross_entropy(scores, tensor([0, 1, 4])), "no class 4"),
    "target_batch": (lambda: F.cross_entropy(scores, tensor([0, 1])), "3 rows .* 2 targets"),
    "target_one_hot": (lambda: F.cross_entropy(scores, torch.eye(4)[:3].long()), "argmax"),
    "target_column": (lambda: F.cross_entropy(scores, torch.zeros(3, 1).long()), "squeeze"),
    "bce_shapes": (
        lambda: F.binary_cross_entropy_with_logits(randn(3, 1), torch.zeros(3)),
        r"Scores \(3, 1\), targets \(3\)",
    ),
    "bce_plain_shapes": (
        lambda: F.binary_cross_entropy(torch.rand(3, 1), torch.zeros(3)),
        r"Scores \(3, 1\), targets \(3\)",
    ),
    "bce_scores": (lambda: F.binary_cross_entropy(ones(3) * 5, ones(3)), "no probabilities"),
    "one_hot_float": (lambda: F.one_hot(torch.zeros(3)), "counts in whole numbers"),
    "one_hot_class": (lambda: F.one_hot(tensor([5]), num_classes=3), "beyond `num_classes`"),
    "multinomial": (lambda: torch.multinomial(tensor([-1.0, 2]), 1), "no probabilities"),
    "gather": (lambda: scores.gather(1, torch.zeros(3, 1)), "Indices are whole"),
    "double": (lambda: nn.Linear(3, 2)(randn(4, 3).double()), "float64 meets float32.*NumPy"),
    "double_product": (lambda: randn(2, 3) @ randn(3, 2).double(), "float32 meets float64"),
    "double_dot": (lambda: randn(3) @ randn(3).double(), "float32 meets float64"),
    "whole_input": (lambda: nn.Linear(3, 2)(ones(4, 3).long()), "int64 meets float32.*float()"),
    "bytes_to_conv": (lambda: nn.Conv2d(1, 8, 3)(ones(1, 1, 8, 8).byte()), "uint8.*255"),
    "mean_of_whole": (lambda: ones(3).long().mean(), "mean of whole numbers"),
    "std_of_whole": (lambda: ones(3).long().std(), "deviation of whole numbers"),
    "softmax_of_whole": (lambda: ones(3).long().softmax(0), "Not for numbers of type Long"),
    "fraction_into_whole": (half_added_to_whole_numbers, "does not fit into whole numbers"),
    "whole_requires_grad": (lambda: ones(3).long().requires_grad_(), "no gradient"),
    "whole_weight": (lambda: tensor([1, 2], requires_grad=True), "no gradient"),
    "whole_parameter": (lambda: nn.Parameter(ones(3).long()), "no gradient"),
    "device": (lambda: ones(3) + ones(3, device="meta"), "meta, and the others on cpu"),
    "leaf_in_place": (stepped_in_place, "no_grad"),
    "leaf_written_into": (written_into, "A part of a weight"),
    "overwritten": (overwritten, r"shape \(3\).*overwritten|overwritten.*shape \(3\)"),
    "backward_twice": (backward_twice, "graph is used up"),
    "no_graph": (ran("torch.ones(3).sum().backward()"), "does not know where it came from"),
    "not_scalar": ((SHARED * 2).backward, "starts from one number"),
    "unused": (other_weight, "does not depend"),
    "numpy": (SHARED.numpy, "NumPy knows no gradients"),
    "computed_flag": (lambda: (weight(3) * 2).requires_grad_(False), "was computed"),
    "inference": (inference, "inference_mode"),
    "gradient_shape": (assigned_gradient(ones(4)), r"gradient of \(4\) for a weight of \(3\)"),
    "gradient_dtype": (assigned_gradient(ones(3).double()), "another type"),
    "clip_nan": (clipped_nan, "nan or infinite"),
    "channels": (lambda: nn.Conv2d(3, 8, 3)(randn(4, 1, 8, 8)), "1 channels come in, 3"),
    "conv_flat": (lambda: nn.Conv2d(1, 8, 3)(randn(4, 64)), "conv2d` wants 4 dimensions"),
    "kernel": (lambda: nn.Conv2d(1, 8, 5)(randn(1, 1, 3, 3)), "5 x 5.*3 x 3"),
    "pool": (lambda: nn.MaxPool2d(2)(randn(1, 1, 1, 1)), "Nothing is left"),
    "batch_norm_one": (lambda: nn.BatchNorm1d(4)(randn(1, 4)), "single sample"),
    "batch_norm_sizes": (lambda: nn.BatchNorm1d(4)(randn(5, 3)), "4 features was given 3"),
    "batch_norm_flat": (lambda: nn.BatchNorm2d(4)(randn(5, 4)), "4 dimensions.* 2 came"),
    "layer_norm": (lambda: nn.LayerNorm(4)(randn(5, 3)), r"over \(4\).*\(5, 3|5, 3"),
    "recurrent": (lambda: nn.GRU(3, 4)(randn(5, 2, 4)), "brings 4 numbers, 3"),
    "hidden": (lambda: nn.GRU(3, 4)(randn(5, 2, 3), torch.zeros(1, 3, 4)), "1, 2, 4.*1, 3, 4"),
    "heads": (lambda: nn.MultiheadAttention(10, 3), "heads do not divide"),
    "dropout": (lambda: nn.Dropout(1.5), "probability of 1.5"),
    "no_super": (NoSuper, "super"),
    "no_super_called": (lambda: NoSuperPlain()(3), "super"),
    "no_forward": (lambda: NoForward()(3), "`NoForward` has no `forward`"),
    "missing_keys": (loaded(weight=ones(2, 2)), 'missing.*"bias"'),
    "unexpected_keys": (loaded(weight=ones(2, 2), bias=ones(2), extra=ones(2)), '"extra"'),
    "saved_size": (loaded(weight=ones(3, 2), bias=ones(2)), r"`weight`.*\(3, 2\).*\(2, 2\)"),
    "function_as_layer": (ran("nn.Sequential(torch.relu)"), "wants layers"),
    "class_as_layer": (ran("nn.Sequential(nn.ReLU)"), "wants layers"),
    "weight_replaced": (lambda: setattr(nn.Linear(2, 2), "weight", ones(2, 2)), "nn.Parameter"),
    "empty_parameters": (sgd([]), "nothing to train"),
    "computed_weight": (sgd([weight(3) * 2]), "result is no weight"),
    "one_weight": (sgd(ones(3)), "wants a list"),
    "two_groups": (sgd([{"params": [SHARED]}, {"params": [SHARED]}]), "in two groups"),
    "copied": (ran("import copy\ncopy.deepcopy(torch.ones(3, requires_grad=True) * 2)"), "clone"),
    "given_none": (ran("torch.ones(3).sub_(None)"), "`sub_` was given None"),
    "negative_rate": (sgd([weight(3)], lr=-0.1), "rate of -0.1"),
    "momentum": (sgd([weight(3)], momentum=-1), "-1 is no momentum"),
    "betas": (lambda: torch.optim.Adam([weight(3)], betas=(1.0, 0.9)), "1.0 is no beta"),
    "nesterov": (sgd([weight(3)], nesterov=True), "Nesterov without"),
    "no_optimizer": (ran("torch.optim.lr_scheduler.StepLR(0.1, 3)"), "type `float`"),
    "item": (lambda: ones(3).item(), "3 numbers are not one"),
    "float": (lambda: float(ones(3)), "Several numbers"),
    "math_of_tensor": (lambda: math.cos(ones(3)), "torch.exp"),
    "if_tensor": (lambda: bool(ones(3) > 0), r"\.all\(\)"),
    "if_empty": (lambda: bool(ones(0)), r"\.all\(\)"),
    "range_of_float": (ran("range(torch.tensor(3.0))"), "no whole number"),
    "tensor_of_none": (lambda: tensor([1.0, None]), "cannot hold NoneType"),
    "unpack": (ran("a, b = torch.ones(3)"), "More values than names"),
    "empty_range": (lambda: torch.randint(0, 0, (3,)), "empty range"),
    "arguments": (ran("torch.randn(2.0, 3)"), "`randn` does not take"),
    "axes": (ran("torch.ones(3, 4).sum(axes=1)"), "`dim`, not `axes`"),
    "sqrt_of_number": (ran("torch.sqrt(3.0)"), "`sqrt` wants a tensor"),
    "kind": (ran("torch.unsqueeze(torch.ones(3), 1.5)"), "`dim` of `unsqueeze`.*int"),
    "memory": (lambda: torch.empty(10**15), "4000 TB"),
}

PYTHON: dict[str, tuple[str, str]] = {
    "no_text": ("x = 1\0", "This is no text"),
    "missing_argument": ("def f(a, b): pass\nf(1)", "`f` is called with too little.*'b'"),
    "missing_named": ("def f(a, *, lr): pass\nf(1)", "too little.*'lr'"),
    "too_many": ("def f(a, b): pass\nf(1, 2, 3, 4)", "It takes 2, and 4 came. Look"),
    "no_self": ("class A:\n  def f(x): pass\nA().f(3)", "need `self`"),
    "unknown_argument": ("def f(a, lr): pass\nf(1, rate=3)", "knows no `rate`"),
    "twice": ("def f(a): pass\nf(1, a=3)", "`a` is given twice"),
    "constructor": ("nn.Linear(2)", "`Linear` is called with too little"),
    "no_input": ("nn.Linear(2, 2)()", "too little.*'input'"),
    "call_parameter": ("nn.Linear(2, 2).weight(3)", "`Parameter` cannot be called"),
    "call_list": ("[1](3)", "`list` cannot be called"),
    "call_shape": ("torch.ones(3).shape()", "cannot be called"),
    "index_method": ("torch.ones(3).size[0]", "has no places"),
    "index_none": ("None[0]", "There is None"),
    "unpack_none": ("a, b = None", "There is None"),
    "call_none": ("None(3)", "There is None"),
    "none_in_sum": ("1 + None", "There is None"),
    "loop_over_number": ("for x in 3: pass", "range"),
    "tuple": ("(1, 2)[0] = 3", "cannot be changed"),
    "range": ("range(3.0)", "whole number is needed"),
    "repeat": ("[1.0] * 2.0", "whole number is needed"),
    "concatenate": ("'a' + 3", 'cannot be joined.*f"loss {loss}"'),
    "number_and_text": ("3 + 'a'", "between a `int` and a `str`"),
    "lists": ("[1] - [2]", "Lists do not calculate"),
    "list_index": ("[1][3]", "list is shorter"),
    "list_float": ("[1][1.0]", "indexed by whole numbers.*float"),
    "pop": ("[].pop()", "list is empty"),
    "few_values": ("a, b = (1,)", "2 names for 1 values"),
    "name": ("learning_rate = 1\nlearning_rat", "Did you mean `learning_rate`"),
    "numpy_name": ("np.ones(3)", "import numpy as np"),
    "unknown_name": ("zzz", "Nothing is called `zzz`"),
    "unbound": ("def f():\n  total += 1\nf()", "`total` has no value yet"),
    "attribute": ("torch.ones(3).sizes()", "Did you mean `size`"),
    "layer_attribute": ("nn.Linear(2, 2).weights", "Did you mean `weight`"),
    "torch_attribute": ("torch.rndn(3)", "`torch` has no `rndn`.*Did you mean `randn`"),
    "list_attribute": ("[1.0].mean()", "list is no tensor"),
    "number_backward": ("(3.0).backward()", "loss is a Python number"),
    "module": ("import numppy", "no module `numppy`"),
    "import_name": ("from torch.optim import Sgd", "`torch.optim` has no `Sgd`.*`SGD`"),
    "key": ("{'lr': 1}['rl']", "no entry rl"),
    "key_of_group": ("{'lr': 1}['learning_rate']", "called `lr`"),
    "zero": ("1 / 0", "Divided by zero"),
    "modulo_zero": ("1 % 0", "Divided by zero"),
    "overflow": ("import math\nmath.exp(1000)", "logsumexp"),
    "domain": ("import math\nmath.log(0)", "Not defined"),
    "number_text": ("int('a')", "no number"),
    "next": ("next(iter([]))", "nothing left"),
    "recursion": ("def f(): return f()\nf()", "calls itself without end"),
    "memory": ("raise MemoryError", "used up"),
    "exit": ("raise SystemExit(0)", "ended itself"),
    "no_file": ("open('/no/such/file')", "no file `/no/such/file`"),
    "denied": ("raise PermissionError(1, 'Operation not permitted')", "not allowed"),
    "denied_network": (f"raise PermissionError({NETWORK!r})", "no network"),
    "denied_processes": (f"raise PermissionError({PROCESSES!r})", "num_workers"),
    "denied_files": (
        "raise PermissionError('This exercise may read only x.')",
        "may read only there",
    ),
    "file_size": ("raise OSError(27, 'File too large')", "file grew too large"),
    "processes": ("raise BlockingIOError(11, 'Resource temporarily unavailable')", "num_workers"),
    "no_keyboard": ("raise EOFError('EOF when reading a line')", "Nobody can type"),
    "block": ("def f():\nreturn 1", "Nothing stands below line 1.*function definition"),
    "indented": ("x = 1\n  y = 2", "indented too far"),
    "between": ("def f():\n    x = 1\n  y = 2", "between two levels"),
    "tabs": ("def f():\n\tx = 1\n        y = 2", "Tabs and spaces"),
    "colon": ("for i in range(3)\n  pass", "colon is missing"),
    "open": ("x = (1,\ny = 2", r"never closed.*`\(`"),
    "closed": ("x = 3)", r"too many.*`\)`"),
    "other_closed": ("x = (3]", "too many"),
    "compare": ("if x = 3:\n  pass", "`==` is meant"),
    "assign_call": ("f() = 3", "Nothing can be stored.*function call is"),
    "assign_none": ("None = 3", "Nothing can be stored.*None is"),
    "text": ("x = 'abc", "text is never closed"),
    "sign": ("x = “a”", "the sign “"),
    "return": ("return 3", "`return` outside function"),
    "break": ("break", "`break` outside loop"),
    "print": ("print 'a'", "`print` needs brackets"),
    "defaults": ("def f(a=1, b): pass", "Defaults come last"),
    "names_last": ("f(a=1, 2)", "Names come last"),
    "else": ("x = 1 if 2", "`else` is missing"),
    "invalid": ("x = 1 2", "cannot read this line"),
    "plus_plus": ("x++", "cannot read this line"),
}


def words_of(provoke: Provoke, line: str = "", source: str = "") -> str:
    kind, message = raised(provoke)
    words = explain_error(kind, message, line, source=source)
    assert words is not None, f"{kind}: {message}"
    return f"{words.title}\n{words.words}"


@pytest.mark.parametrize("name", TORCH)
@pytest.mark.filterwarnings("ignore")
def test_errors_of_torch_are_explained(name: str) -> None:
    provoke, expected = TORCH[name]
    assert re.search(expected, words_of(provoke), re.DOTALL)


@pytest.mark.parametrize("name", PYTHON)
@pytest.mark.filterwarnings("ignore")
def test_errors_of_python_are_explained(name: str) -> None:
    source, expected = PYTHON[name]
    assert re.search(expected, words_of(ran(source), source=source), re.DOTALL)


@pytest.mark.parametrize(
    "line",
    [
        "w.grad.zero_()",
        "w = w - 0.1 * w.grad",
        "w.data -= w.grad",
        "total = w.grad.norm()",
        "torch.stack([w.grad])",
        "torch.linalg.vector_norm(w.grad)",
        "w.detach().sub_(w.grad)",
        "step = -w.grad",
    ],
)
def test_a_gradient_that_is_none_is_recognised_by_the_line(line: str) -> None:
    provoke = ran(f"w = torch.ones(3, requires_grad=True)\n{line}")
    assert words_of(provoke, line).startswith("The gradient is None")


def test_a_layer_that_was_given_tensors_as_settings() -> None:
    line = "loss = nn.CrossEntropyLoss(scores, target)"
    provoke = ran(f"scores, target = torch.ones(3, 4), torch.tensor([1, 2, 3])\n{line}")
    assert "made where it should be called" in words_of(provoke, line)
    assert "made where" not in words_of(lambda: bool(ones(3)), "if ones(3):")


def test_parameters_without_brackets() -> None:
    line = "optimizer = torch.optim.SGD(model.parameters, lr=0.1)"
    assert "`method`" in words_of(sgd(nn.Linear(2, 2).parameters), line)
    assert "with the brackets" in words_of(sgd(nn.Linear(2, 2)), line)


def test_a_claim_that_does_not_hold() -> None:
    assert "does not hold" in words_of(ran("assert 1 == 2"), "    assert 1 == 2")


def test_the_gradient_of_what_was_computed() -> None:
    computed = weight(3) * 2
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "Only leaves" in words_of(lambda: computed.grad)


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is one")
def test_no_cuda_here() -> None:
    assert "is_available" in words_of(lambda: ones(3).cuda())


def test_both_sides_on_different_devices() -> None:
    message = (
        "Expected all tensors to be on the same device, but found at least two devices, "
        "cuda:0 and cpu!"
    )
    words = explain_error("RuntimeError", message)
    assert words is not None
    assert words.title == "Tensors on cuda:0 and on cpu"


@pytest.mark.parametrize(
    ("kind", "message"),
    [("RuntimeError", "something else"), ("CustomError", ""), ("ValueError", "no such thing")],
)
def test_unknown_errors_are_left_alone(kind: str, message: str) -> None:
    assert explain_error(kind, message) is None


@given(kind=st.sampled_from(["RuntimeError", "KeyError", "TypeError"]), message=st.text())
def test_no_message_breaks_it(kind: str, message: str) -> None:
    words = explain_error(kind, message)
    assert words is None or words.words


def test_every_rule_is_met_by_a_provoked_error() -> None:
    met = set()
    provoked = [provoke for provoke, _ in TORCH.values()]
    provoked += [ran(source) for source, _ in PYTHON.values()]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for provoke in provoked:
            kind, message = raised(provoke)
            met.add(next((n for n, r in enumerate(RULES) if r.explain(kind, message, "")), -1))
    by_line_or_elsewhere = ("CUDA", "Only leaves", "on {a} and on")
    unmet = [rule.title for n, rule in enumerate(RULES) if n not in met and not rule.line]
    assert [title for title in unmet if not any(w in title for w in by_line_or_elsewhere)] == []
