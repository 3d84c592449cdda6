"""LeNet: two convolutions look, three linear layers decide."""

from __future__ import annotations

from collections import OrderedDict

from torch import nn

from engine.errors import ConfigurationError, one_of
from engine.nn.activations import activation as activation_named
from engine.nn.vision.images import AsImages, Size


def lenet(
    image: Size = (1, 28, 28),
    classes: int = 10,
    *,
    activation: str = "relu",
    pooling: str = "max",
) -> nn.Sequential:
    """(n, channels, height, width), or rows of pixels, to (n, classes) logits.

    Convolution to 6 channels, pooling, convolution to 16, pooling, then linear layers of 120, 84
    and `classes`. For 28 × 28 pixels there are 44,426 parameters. Kernels are 5 × 5; images under
    16 pixels, such as the 8 × 8 digits, get padded 3 × 3 ones, or nothing would be left of them.

    This is the form taught today. The original has 32 × 32 inputs, `activation="tanh"`,
    `pooling="avg"` with learned scales, and radial units at the end: LeCun, Bottou, Bengio and
    Haffner, "Gradient-Based Learning Applied to Document Recognition", 1998. Raises
    ConfigurationError for an image under 4 pixels and for unknown names.
    """
    channels, height, width = image
    one_of("pooling", pooling, ("max", "avg"))
    if min(height, width) < 4:
        raise ConfigurationError("image", image, "Give at least 4 × 4 pixels.")
    small = min(height, width) < 16
    kernel, padding = (3, 1) if small else (5, 0)
    pool = nn.MaxPool2d if pooling == "max" else nn.AvgPool2d

    def left(size: int) -> int:
        """Pixels of a side after one convolution and one pooling."""
        return (size + 2 * padding - kernel + 1) // 2

    flat = 16 * left(left(height)) * left(left(width))
    return nn.Sequential(
        OrderedDict[str, nn.Module](
            images=AsImages(image),
            conv1=nn.Conv2d(channels, 6, kernel, padding=padding),
            act1=activation_named(activation),
            pool1=pool(2),
            conv2=nn.Conv2d(6, 16, kernel, padding=padding),
            act2=activation_named(activation),
            pool2=pool(2),
            flatten=nn.Flatten(),
            linear1=nn.Linear(flat, 120),
            act3=activation_named(activation),
            linear2=nn.Linear(120, 84),
            act4=activation_named(activation),
            linear3=nn.Linear(84, classes),
        )
    )
