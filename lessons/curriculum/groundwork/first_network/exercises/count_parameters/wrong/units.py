"""units-are-parameters: "A network of 2, 16 and 2 units has 20 numbers." They sit between units."""


def count_parameters(inputs: int, hidden: int, outputs: int) -> int:
    return inputs + hidden + outputs
