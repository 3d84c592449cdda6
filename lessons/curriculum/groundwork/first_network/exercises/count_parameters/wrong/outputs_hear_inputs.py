"""Every unit counted alike: "All units hear the inputs." An output hears the hidden units."""


def count_parameters(inputs: int, hidden: int, outputs: int) -> int:
    return hidden * (inputs + 1) + outputs * (inputs + 1)
