"""counts-texts: "In how many texts is it?" A word may occur several times in one."""

from collections import Counter


def build_vocab(texts, min_freq):
    counts = Counter(word for text in texts for word in set(text))
    kept = [word for word, count in counts.most_common() if count >= min_freq]
    return {word: number for number, word in enumerate(["<pad>", "<unk>", *kept])}
