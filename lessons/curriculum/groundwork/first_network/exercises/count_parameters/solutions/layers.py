"""Layer by layer, for as many layers as you like."""


def count_parameters(inputs: int, hidden: int, outputs: int) -> int:
    total = 0
    before = inputs
    for units in (hidden, outputs):
        total += before * units
        total += units
        before = units
    return total
