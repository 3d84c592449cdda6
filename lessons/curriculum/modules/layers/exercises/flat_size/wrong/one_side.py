"""padding-on-one-side: "A padding of 1 makes the row longer by 1." It has two ends."""


def flat_size(side: int, channels: int, kernel: int, padding: int, pool: int) -> int:
    places = side + padding - kernel + 1
    return channels * (places // pool) ** 2
