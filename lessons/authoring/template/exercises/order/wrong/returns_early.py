"""The answer is ready as soon as one round is over."""

import math


def descend(place, rounds):
    for _ in range(rounds):
        slope = 2 * place
        place = math.fsum((place, -0.25 * slope))
        return place
