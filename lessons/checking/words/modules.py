"""Words for models: how they are built, called, saved and loaded."""

from __future__ import annotations

from lessons.checking.words.rule import Rule

_SUPER = """Write `super().__init__()` as the first line of your `__init__`: it makes the places
where a `Module` keeps its layers and weights. Only then can they be assigned."""

MODULES = (
    Rule(
        pattern=r"cannot assign (?P<what>module|parameters?|buffer) before Module\.__init__\(\) "
        r"call",
        title="`super().__init__()` is missing",
        words=_SUPER,
    ),
    Rule(
        pattern=r"object has no attribute "
        r"'_(backward_hooks|modules|parameters|buffers|forward_hooks)'",
        title="`super().__init__()` is missing",
        words=_SUPER,
        kinds=("AttributeError",),
    ),
    Rule(
        pattern=r"Module \[(?P<name>\w+)\] is missing the required \"forward\" function",
        title="`{name}` has no `forward`",
        words="""Calling a model calls its `forward`. `{name}` has none: look at its spelling,
        and at its indentation: it has to stand inside the class, at the level of `__init__`.""",
    ),
    Rule(
        pattern=r"Missing key\(s\) in state_dict: (?P<keys>.+?)\.\s*(?:Unexpected key|$)",
        title="Saved weights are missing",
        words="""The model has weights that the saved ones lack: {keys}. The two were built
        differently, or the names differ: a prefix such as `module.` comes from saving a
        wrapped model. Compare `model.state_dict().keys()` with the keys of what is loaded.""",
    ),
    Rule(
        pattern=r"Unexpected key\(s\) in state_dict: (?P<keys>[^\n]+?)\.\s*$",
        title="Saved weights that the model does not have",
        words="""What is loaded has weights that have no place here: {keys}. The two models
        were built differently, or the names differ: a prefix such as `module.` comes from
        saving a wrapped model.""",
    ),
    Rule(
        pattern=r"size mismatch for (?P<name>\S+): copying a param with shape torch\.Size\("
        r"\[(?P<a>[\d, ]*)\]\) from checkpoint, the shape in current model is torch\.Size\("
        r"\[(?P<b>[\d, ]*)\]\)",
        title="`{name}` was saved with another size",
        words="""It was ({a}) when it was saved, and is ({b}) in this model. Build the model
        with the sizes that it was saved with; a new last layer for other classes has to be
        left out when loading.""",
    ),
    Rule(
        pattern=r"(?P<what>\S+) is not a Module subclass",
        title="`Sequential` wants layers",
        words="""`{what}` is no layer object. A function such as `torch.relu` has a layer that
        does the same, `nn.ReLU()`; and a class has to be called, with brackets, to make a
        layer.""",
    ),
    Rule(
        pattern=r"cannot assign '(?P<what>\S+)' as parameter '(?P<name>\w+)'",
        title="`{name}` is a `Parameter`",
        words="""A module's weight cannot be replaced by a plain tensor. To change its numbers,
        write `with torch.no_grad(): layer.{name}.copy_(...)`; to replace it, wrap the tensor
        in `nn.Parameter(...)`.""",
    ),
    Rule(
        pattern=r"Boolean value of Tensor with more than one value is ambiguous",
        title="The layer was made where it should be called",
        words="""`nn.CrossEntropyLoss(scores, target)` and `nn.ReLU(x)` hand tensors over as
        settings. Layers and losses are made first and called then:
        `nn.CrossEntropyLoss()(scores, target)`; or take the function, `F.cross_entropy(scores,
        target)`.""",
        line=r"\bnn\.[A-Z]|Loss\(|\b(ReLU|Softmax|Dropout|Tanh|Sigmoid)\(",
    ),
    Rule(
        pattern=r"default_collate: batch must contain tensors.*found <class '(?P<what>\w+)'>",
        title="A batch cannot be made of `{what}`",
        words="""A `DataLoader` joins tensors, numbers, and lists or dictionaries of them. A
        sample of yours has a `{what}` in it. If it is None, `__getitem__` may have no
        `return`.""",
    ),
)
