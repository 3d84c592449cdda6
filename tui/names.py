"""Names in little room: cut, and still told apart."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size


def shorten(text: str, cells: int) -> str:
    """A text of at most so many cells, with `…` where it was cut."""
    if cell_len(text) <= cells:
        return text
    return set_cell_size(text, max(0, cells - 1)).rstrip() + "…"


def apart(names: Sequence[str], cells: int) -> list[str]:
    """Each name in at most so many cells. Where cut names read alike, what differs is kept.

    First what stands in brackets at their end goes; then the words that they begin with alike,
    `learning rate 0.1` and `learning rate 30` becoming `0.1` and `30`; then their beginnings.
    """
    bare = [name.split(" (")[0] if cell_len(name) > cells else name for name in names]
    names = bare if len(set(bare)) == len(set(names)) else names
    cut = [shorten(name, cells) for name in names]
    for shorter in (_without_common_words, _ends):
        for alike in _alike(names, cut):
            tried = shorter([names[place] for place in alike], cells)
            if len(set(tried)) > len({cut[place] for place in alike}):
                for place, name in zip(alike, tried, strict=True):
                    cut[place] = name
    return cut


def _alike(names: Sequence[str], cut: Sequence[str]) -> list[list[int]]:
    """Places of names that differ and were cut to the same words."""
    groups: dict[str, list[int]] = {}
    for place, name in enumerate(cut):
        groups.setdefault(name, []).append(place)
    return [places for places in groups.values() if len({names[place] for place in places}) > 1]


def _without_common_words(names: Sequence[str], cells: int) -> list[str]:
    words = [name.split(" ") for name in names]
    shortest = min(map(len, words)) - 1
    alike = [len({tuple(one[: count + 1]) for one in words}) == 1 for count in range(shortest)]
    common = alike.index(False) if False in alike else shortest
    return [shorten(" ".join(one[common:]), cells) for one in words]


def _ends(names: Sequence[str], cells: int) -> list[str]:
    return [
        name if cell_len(name) <= cells else "…" + set_cell_size(name[::-1], cells - 1)[::-1]
        for name in names
    ]
