"""scale-then-fill: "The order makes no difference." What is filled up with 0 is grey then."""


def prepare(images, shift, scale, training):
    images = scale(images)
    return shift(images) if training else images
