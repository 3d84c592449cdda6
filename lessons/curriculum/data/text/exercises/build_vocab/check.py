"""Checks of `build_vocab`."""

import random
from collections import Counter

from lessons.checking import Learner, check, expect

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def drawn(counts: list[int]) -> tuple[list[str], list[list[str]]]:
    """Made-up words that occur so often, and texts in which they are scattered."""
    words = [f"{letter}{random.randint(10, 99)}" for letter in random.sample(LETTERS, len(counts))]
    stream = [word for word, count in zip(words, counts, strict=True) for _ in range(count)]
    random.shuffle(stream)
    texts = [stream[start : start + 4] for start in range(0, len(stream), 4)]
    return words, texts


def vocabulary(learner: Learner, texts: list[list[str]], min_freq: int) -> dict[str, int]:
    """What is made of them."""
    got = learner.call("build_vocab", texts, min_freq)
    expect.kind(got, dict, message="Give back a dictionary from words to numbers.")
    return dict(got)


@check(
    "It holds the frequent words and the two special entries, and no other.",
    why="A word that was seen once can be learnt by heart, but not understood.",
)
def which_words(learner: Learner) -> None:
    words, texts = drawn([6, 5, 3, 2, 1])
    doubled = [[words[4]] * 3]  # a word that is frequent in one text alone
    got = set(vocabulary(learner, texts + doubled, 3)) - {"<pad>", "<unk>"}
    expect.equal(
        got,
        {words[0], words[1], words[2], words[4]},
        known=(
            expect.Known(
                {words[0], words[1], words[4]},
                "A word that occurs exactly `min_freq` times is missing: at least so often is "
                "enough.",
                tag="min-freq-is-exceeded",
            ),
            expect.Known(set(words), "Rare words are in it, too."),
            expect.Known(
                _letters(texts + doubled, 3),
                "These are letters. A text is a list of words already, and a word is one entry.",
            ),
            expect.Known(
                _in_texts(texts + doubled, 3),
                "Texts are counted here, not words: what comes three times in one text occurs "
                "three times.",
                tag="counts-texts",
            ),
        ),
    )


@check("`<pad>` is 0 and `<unk>` is 1.", why="The mask and the loader rely on these two.")
def special(learner: Learner) -> None:
    _, texts = drawn([4, 2])
    got = vocabulary(learner, texts, 1)
    found = [got.get("<pad>"), got.get("<unk>")]
    if found == [None, None]:
        expect.fail(
            "The two special entries have no numbers. An embedding has no row for them then.",
            tag="special-tokens-are-free",
        )
    expect.equal(
        found,
        [0, 1],
        known=(expect.Known([1, 0], "The two are exchanged: `<pad>` is 0, and `<unk>` is 1."),),
    )


@check(
    "Numbers follow each other without a gap.",
    why="An embedding with `len(vocabulary)` rows must have one for every number.",
)
def gapless(learner: Learner) -> None:
    rare, texts = ["once", "rarely", "hardly"], drawn([5, 4, 3])[1]
    texts = [rare, *texts]  # they are met first, and left out
    numbers = sorted(vocabulary(learner, texts, 2).values())
    if len(numbers) == 5 and numbers != list(range(5)):
        expect.fail(
            f"There are 5 entries, and their numbers are {numbers}. Rare words have been numbered "
            "before they were left out; or several words share a number.",
            tag="filters-after-numbering",
        )
    expect.equal(numbers, list(range(5)))


@check(
    "The most frequent word comes first.",
    why="Then a smaller vocabulary is the beginning of a larger one.",
)
def by_frequency(learner: Learner) -> None:
    words, texts = drawn([2, 7, 4, 9])
    got = vocabulary(learner, texts, 1)
    order = [words[3], words[1], words[2], words[0]]
    expect.equal(
        [got.get(word) for word in order],
        [2, 3, 4, 5],
        known=(
            expect.Known(
                [5, 4, 3, 2], "This is turned round: the rarest word has the lowest number."
            ),
        ),
        message="The numbers do not follow how often the words occur.",
    )


def _letters(texts: list[list[str]], least: int) -> set[str]:
    counts = Counter(letter for text in texts for word in text for letter in word)
    return {letter for letter, count in counts.items() if count >= least}


def _in_texts(texts: list[list[str]], least: int) -> set[str]:
    counts = Counter(word for text in texts for word in set(text))
    return {word for word, count in counts.items() if count >= least}
