"""What a linear layer behind a convolution is given."""


def flat_size(side: int, channels: int, kernel: int, padding: int, pool: int) -> int:
    """Numbers for each image after the convolution, the pooling and the flattening."""
    raise NotImplementedError
