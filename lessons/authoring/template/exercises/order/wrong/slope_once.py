"""The slope is believed to be the same everywhere."""

import math


def descend(place, rounds):
    slope = 2 * place
    for _ in range(rounds):
        place = math.fsum((place, -0.25 * slope))
    return place
