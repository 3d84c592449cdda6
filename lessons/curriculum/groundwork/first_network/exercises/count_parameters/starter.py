"""How many numbers does training have to find?"""


def count_parameters(inputs: int, hidden: int, outputs: int) -> int:
    """Parameters of a network with one hidden layer.

    Every hidden unit has one weight for each input, and one number
    of its own. Every output has one weight for each hidden unit,
    and one number of its own.
    """
    raise NotImplementedError
