"""filters-after-numbering: the first words met get numbers, and rare ones leave holes."""

from collections import Counter


def build_vocab(texts, min_freq):
    counts = Counter(word for text in texts for word in text)
    vocabulary = {"<pad>": 0, "<unk>": 1}
    for number, word in enumerate(counts, start=2):
        if counts[word] >= min_freq:
            vocabulary[word] = number
    return vocabulary
