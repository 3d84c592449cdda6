"""Only what is random asks whether this is training."""


def prepare(images, shift, scale, training):
    if training:
        images = shift(images)
    return scale(images)
