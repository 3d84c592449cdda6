"""A window of 3 fits into a row of 3 once, not never."""


def flat_size(side: int, channels: int, kernel: int, padding: int, pool: int) -> int:
    places = side + 2 * padding - kernel
    return channels * (places // pool) ** 2
