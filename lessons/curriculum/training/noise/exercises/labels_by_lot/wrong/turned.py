"""turning-is-shuffling: "Move them on by one." Neighbours stay neighbours, and nothing is drawn."""

import torch


def by_lot(labels):
    return labels.roll(1)
