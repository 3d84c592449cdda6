"""pooling-rounds-up: "The half window at the edge counts, too." It is dropped."""


def flat_size(side: int, channels: int, kernel: int, padding: int, pool: int) -> int:
    places = side + 2 * padding - kernel + 1
    return channels * (-(-places // pool)) ** 2
