"""ResNet: blocks of two convolutions, each with a shortcut past it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from torch import Tensor, nn

from engine.errors import ConfigurationError
from engine.nn.residual import Residual
from engine.nn.vision.images import AsImages, Size
from engine.regularise.stochastic_depth import linear_decay


def conv_norm(before: int, after: int, kernel: int, stride: int = 1) -> OrderedDict[str, nn.Module]:
    """A convolution that keeps the size but for its stride, and batch normalisation.

    The convolution has no bias: the normalisation would take it out again.
    """
    padding = kernel // 2
    return OrderedDict(
        conv=nn.Conv2d(before, after, kernel, stride=stride, padding=padding, bias=False),
        norm=nn.BatchNorm2d(after),
    )


class BasicBlock(nn.Module):
    """relu(x + F(x)), with F two 3 × 3 convolutions, each normalised, and ReLU between.

    Where F changes channels or size, x goes through a 1 × 1 convolution (option B of the paper).
    Without `shortcut` it is relu(F(x)). Source: He, Zhang, Ren and Sun 2016, figure 2.
    """

    def __init__(
        self,
        before: int,
        after: int,
        stride: int = 1,
        *,
        shortcut: bool = True,
        survival: float = 1.0,
    ) -> None:
        """`before` and `after`: channels."""
        super().__init__()
        branch = nn.Sequential(
            OrderedDict[str, nn.Module](
                first=nn.Sequential(conv_norm(before, after, 3, stride)),
                relu=nn.ReLU(),
                second=nn.Sequential(conv_norm(after, after, 3)),
            )
        )
        projection = None
        if stride != 1 or before != after:
            projection = nn.Sequential(conv_norm(before, after, 1, stride))
        self.body = Residual(branch, projection, survival=survival) if shortcut else branch
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        """(n, before, h, w) → (n, after, h / stride, w / stride)."""
        y: Tensor = self.relu(self.body(x))
        return y


def resnet(
    stages: Sequence[tuple[int, int]] = ((16, 2), (32, 2), (64, 2)),
    image: Size = (1, 8, 8),
    classes: int = 10,
    *,
    shortcuts: bool = True,
    last_survival: float = 1.0,
) -> nn.Sequential:
    """(n, channels, height, width), or rows of pixels, to (n, classes) logits.

    A 3 × 3 convolution, then stages of (channels, blocks); each stage but the first halves the
    image. A mean over all places and one linear layer decide. Without `shortcuts` the same layers
    stand in a plain row. `last_survival` below 1 leaves out blocks in training, the last one with
    1 − this probability, earlier ones less (`StochasticDepth`, `linear_decay`). Source: He, Zhang,
    Ren and Sun, "Deep Residual Learning for Image Recognition", 2016, section 4.2.
    """
    if last_survival < 1 and not shortcuts:
        raise ConfigurationError(
            "last_survival", last_survival, "Set shortcuts, or 1.", "Only they can bridge a block."
        )
    width = stages[0][0]
    stem = nn.Sequential(conv_norm(image[0], width, 3))
    stem.append(nn.ReLU())
    layers = OrderedDict[str, nn.Module](images=AsImages(image), stem=stem)
    layers.update(_stages(width, stages, shortcuts, last_survival))
    return _headed(layers, stages[-1][0], classes)


def resnet18(classes: int = 1000) -> nn.Sequential:
    """ResNet-18 in full: (n, 3, 224, 224) to 1000 logits, 11,689,512 parameters.

    A 7 × 7 convolution and a pooling halve the image twice, four stages of two blocks follow.
    Source: He, Zhang, Ren and Sun 2016, table 1.
    """
    stem = nn.Sequential(conv_norm(3, 64, 7, stride=2))
    stem.append(nn.ReLU())
    stem.append(nn.MaxPool2d(3, stride=2, padding=1))
    layers = OrderedDict[str, nn.Module](stem=stem)
    layers.update(_stages(64, ((64, 2), (128, 2), (256, 2), (512, 2)), True, 1.0))
    return _headed(layers, 512, classes)


def _stages(
    width: int, stages: Sequence[tuple[int, int]], shortcuts: bool, last_survival: float
) -> OrderedDict[str, nn.Module]:
    """The blocks, as `stage1_1`, `stage1_2`, …"""
    survival = iter(linear_decay(sum(blocks for _, blocks in stages), last_survival))
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    for stage, (channels, blocks) in enumerate(stages, start=1):
        for number in range(1, blocks + 1):
            stride = 2 if stage > 1 and number == 1 else 1
            layers[f"stage{stage}_{number}"] = BasicBlock(
                width, channels, stride, shortcut=shortcuts, survival=next(survival)
            )
            width = channels
    return layers


def _headed(layers: OrderedDict[str, nn.Module], width: int, classes: int) -> nn.Sequential:
    """Mean over all places, then a linear layer."""
    layers["pool"] = nn.AdaptiveAvgPool2d(1)
    layers["flatten"] = nn.Flatten()
    layers["linear"] = nn.Linear(width, classes)
    return nn.Sequential(layers)
