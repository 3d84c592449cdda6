"""Which number stands for which word."""


def build_vocab(texts: list[list[str]], min_freq: int) -> dict[str, int]:
    """Numbers of the words in the tokenised texts of a training split.

    `<pad>` has 0 and `<unk>` has 1. Every word that occurs at least `min_freq` times, in all texts
    together, has a number from 2 on, without a gap; the most frequent first, and where two are
    equally frequent either may come first.
    """
    raise NotImplementedError
