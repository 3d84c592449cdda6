"""Words for gradients: leaves, graphs, what is in place and what is None."""

from __future__ import annotations

from lessons.checking.words.rule import Rule

_NO_GRADIENT = """There is no gradient yet: `.grad` is None until `backward()` has reached this very
tensor. Look for three things: was `loss.backward()` called before this line; was `requires_grad` on
while the loss was computed (not under `no_grad`); and is it still the same tensor, for
`w = w - ...` makes a new one, which has none."""

_IN_LINE = r"\.grad\b|\bgrad\w*\b"

AUTOGRAD = (
    Rule(
        pattern=r"NoneType",
        title="The gradient is None",
        words=_NO_GRADIENT,
        kinds=("AttributeError", "TypeError"),
        line=_IN_LINE,
    ),
    Rule(
        pattern=r"^a leaf Variable that requires grad is being used in an in-place operation",
        title="A weight is changed while its gradient is recorded",
        words="""A weight (a leaf that requires a gradient) may not be changed in place while
        autograd watches, for then the record would be wrong. The update is no part of the
        model: indent it under `with torch.no_grad():` instead.""",
    ),
    Rule(
        pattern=r"a view of a leaf Variable that requires grad is being used in an in-place "
        r"operation",
        title="A part of a weight is changed while its gradient is recorded",
        words="""Writing into a part of a weight, as in `w[0] = 1`, changes it in place while
        autograd watches. If it is no part of the model, indent it under
        `with torch.no_grad():`.""",
    ),
    Rule(
        pattern=r"one of the variables needed for gradient computation has been modified by an "
        r"inplace "
        r"operation: \[torch\.\w+ \[(?P<shape>[\d, ]*)\]\](?:, which is output \d+ of "
        r"(?P<op>\w+),)? is at "
        r"version (?P<now>\d+); expected version (?P<then>\d+)",
        title="A value was overwritten that the backward pass needs",
        words="""The tensor of shape ({shape}) was kept for its derivative and then changed in
        place (`+=`, `x[0] = ...`, a method that ends in `_`), or the weights were stepped
        before `backward()`. Write `y = y + 1` instead of `y += 1` there, and call `backward()`
        before the update.""",
    ),
    Rule(
        pattern=r"Trying to backward through the graph a second time",
        title="The graph is used up",
        words="""`backward()` frees the record of the forward pass, so it works once. Either it
        is called twice for one loss, or something from the last step is still part of this
        one: a running sum of losses (add `loss.item()`), or a hidden state (cut it with
        `.detach()`). Compute the loss anew in every step; `retain_graph=True` is seldom what
        is meant.""",
    ),
    Rule(
        pattern=r"element \d+ of tensors does not require grad and does not have a grad_fn",
        title="The loss does not know where it came from",
        words="""Nothing in the loss leads back to a weight. Perhaps it was computed under
        `no_grad`, the graph was cut by `.item()`, `.detach()`, `.data`, `.numpy()`, `argmax`
        or by a fresh `torch.tensor(...)`, or no weight has `requires_grad=True`.""",
    ),
    Rule(
        pattern=r"grad can be implicitly created only for scalar outputs",
        title="`backward()` starts from one number",
        words="""The loss is a tensor of several numbers, and one cannot go downhill in all of
        them at once. Make one number of it first, mostly with `.mean()`. (Losses made with
        `reduction="none"` are one per sample.)""",
    ),
    Rule(
        pattern=r"The differentiated Tensor at index (?P<n>\d+) appears to not have been used in "
        r"the graph",
        title="The loss does not depend on that tensor",
        words="""No path leads from the loss to the tensor number {n} (from 0). Perhaps another
        one was used in its place, or a layer was left out in `forward`.""",
    ),
    Rule(
        pattern=r"The \.grad attribute of a Tensor that is not a leaf Tensor is being accessed",
        title="Only leaves keep their gradient",
        words="""A leaf is a tensor that was made by you, not computed. This one was computed
        from others, so its `.grad` stays None. Ask the weight that it was made of, or call
        `.retain_grad()` before `backward()`. `w = w - lr * g` and `w.to(device)` make a
        computed tensor of a weight.""",
    ),
    Rule(
        pattern=r"Can't call numpy\(\) on Tensor that requires grad",
        title="NumPy knows no gradients",
        words="""This tensor is part of a graph. To look at its numbers, cut it off first:
        `x.detach().numpy()`; for one number `x.item()`.""",
    ),
    Rule(
        pattern=r"you can only change requires_grad flags of leaf variables",
        title="This tensor was computed",
        words="""Whether a gradient is wanted is decided for tensors that you made; the others
        follow. Cut it off from its past with `x.detach()`, then it may be switched.""",
    ),
    Rule(
        pattern=r"Only Tensors created explicitly by the user \(graph leaves\) support the "
        r"deepcopy",
        title="A computed tensor cannot be copied with its past",
        words="""`deepcopy` copies weights, not results that belong to a graph. Copy the
        numbers alone: `x.detach().clone()`.""",
    ),
    Rule(
        pattern=r"Inference tensors cannot be saved for backward",
        title="Made under `inference_mode`, used for training",
        words="""What is made under `torch.inference_mode()` can never be part of a graph. Use
        `torch.no_grad()` there, or make a copy with `.clone()` outside.""",
    ),
    Rule(
        pattern=r"attempting to assign a gradient of size '\[(?P<a>[\d, ]*)\]' to a tensor of size "
        r"'\[(?P<b>[\d, ]*)\]'",
        title="A gradient of ({a}) for a weight of ({b})",
        words="""The gradient has one number for each of the weight's, so the shapes are equal.
        Look at how it was computed: a sum over the batch may be missing, or a matrix be turned
        round.""",
    ),
    Rule(
        pattern=r"attempting to assign a gradient with dtype '(?P<a>\w+)' to a tensor with "
        r"grad_dtype "
        r"'(?P<b>\w+)'",
        title="A gradient of another type than its weight",
        words="""The weight has numbers of type {b}, the gradient {a}. Convert the gradient
        with `.to(w.dtype)`.""",
    ),
    Rule(
        pattern=r"The total norm of order \S+ for gradients from `parameters` is non-finite",
        title="A gradient is nan or infinite",
        words="""Its norm is no number any more, so it cannot be clipped. The forward pass has
        already gone wrong: look at the loss of this step, and at the steps before it.""",
    ),
)
