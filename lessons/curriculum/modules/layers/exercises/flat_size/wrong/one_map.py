"""flat-forgets-channels: "The maps are laid flat." All of them, one for each channel."""


def flat_size(side: int, channels: int, kernel: int, padding: int, pool: int) -> int:
    places = side + 2 * padding - kernel + 1
    return (places // pool) ** 2
