"""A dictionary of counts, sorted, and a number that grows with the vocabulary."""


def build_vocab(texts, min_freq):
    counts = {}
    for text in texts:
        for word in text:
            counts[word] = counts.get(word, 0) + 1
    vocabulary = {"<pad>": 0, "<unk>": 1}
    for word in sorted(counts, key=counts.get, reverse=True):
        if counts[word] >= min_freq:
            vocabulary[word] = len(vocabulary)
    return vocabulary
