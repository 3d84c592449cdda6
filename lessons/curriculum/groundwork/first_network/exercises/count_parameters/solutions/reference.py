"""Unit by unit: each has a weight for everything that comes in, and one number of its own."""


def count_parameters(inputs: int, hidden: int, outputs: int) -> int:
    return hidden * (inputs + 1) + outputs * (hidden + 1)
