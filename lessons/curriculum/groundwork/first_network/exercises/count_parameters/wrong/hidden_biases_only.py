"""forgets-biases: "Only hidden units have a number of their own." The scores have one, too."""


def count_parameters(inputs: int, hidden: int, outputs: int) -> int:
    return hidden * (inputs + 1) + outputs * hidden
