"""special-tokens-are-free: "Padding is no word, so it needs no entry." It needs a number."""

from collections import Counter


def build_vocab(texts, min_freq):
    counts = Counter(word for text in texts for word in text)
    kept = [word for word, count in counts.most_common() if count >= min_freq]
    return {word: number for number, word in enumerate(kept, start=2)}
