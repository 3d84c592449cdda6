"""convolution-keeps-the-size: "A convolution does not change the size." Only padding sees to that."""


def flat_size(side: int, channels: int, kernel: int, padding: int, pool: int) -> int:
    return channels * (side // pool) ** 2
