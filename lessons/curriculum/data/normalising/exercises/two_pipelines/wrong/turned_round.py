"""test-is-augmented: "Shifts make the test fair." Learning needs them, measuring does not."""


def prepare(images, shift, scale, training):
    return scale(images) if training else scale(shift(images))
