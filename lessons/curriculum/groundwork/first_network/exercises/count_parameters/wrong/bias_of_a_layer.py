"""forgets-biases: "A layer has one bias." Each of its units has one."""


def count_parameters(inputs: int, hidden: int, outputs: int) -> int:
    return inputs * hidden + 1 + hidden * outputs + 1
