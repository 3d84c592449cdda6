"""forgets-biases: "A parameter is a weight." Each unit adds one number of its own."""


def count_parameters(inputs: int, hidden: int, outputs: int) -> int:
    return inputs * hidden + hidden * outputs
