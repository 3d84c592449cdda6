"""min-freq-is-exceeded: "More often than `min_freq`." At least so often is what it says."""

from collections import Counter


def build_vocab(texts, min_freq):
    counts = Counter(word for text in texts for word in text)
    kept = [word for word, count in counts.most_common() if count > min_freq]
    return {word: number for number, word in enumerate(["<pad>", "<unk>", *kept])}
