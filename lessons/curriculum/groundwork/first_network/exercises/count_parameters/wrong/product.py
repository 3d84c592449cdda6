"""All sizes multiplied: "Everything is connected with everything." Only neighbouring layers are."""


def count_parameters(inputs: int, hidden: int, outputs: int) -> int:
    return inputs * hidden * outputs
