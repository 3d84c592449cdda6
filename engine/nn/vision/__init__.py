"""Models that see: from LeNet to a detector, small enough for a CPU."""
