"""A pipeline is a list of changes."""


def prepare(images, shift, scale, training):
    pipeline = [shift, scale] if training else [scale]
    for change in pipeline:
        images = change(images)
    return images
