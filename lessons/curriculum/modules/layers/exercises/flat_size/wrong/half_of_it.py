"""A pooling of 2 leaves one number of two. It does so in rows and in columns."""


def flat_size(side: int, channels: int, kernel: int, padding: int, pool: int) -> int:
    places = side + 2 * padding - kernel + 1
    return channels * places**2 // pool
