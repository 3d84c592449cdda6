"""Rounding once, in the end, will do. The rows and columns of a map are rounded, each for itself."""


def flat_size(side: int, channels: int, kernel: int, padding: int, pool: int) -> int:
    places = side + 2 * padding - kernel + 1
    return int(channels * (places / pool) ** 2)
