"""A name is believed to be known before it is given a value."""

import math


def descend(place, rounds):
    for _ in range(rounds):
        place = math.fsum((place, -0.25 * slope))
        slope = 2 * place
    return place
