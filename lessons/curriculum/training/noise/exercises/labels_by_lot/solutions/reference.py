"""Draws an order of the places, and takes the labels in it."""

import torch


def by_lot(labels):
    """The same labels, (N,), in an order drawn at random; the tensor given stays as it is."""
    return labels[torch.randperm(len(labels))]
