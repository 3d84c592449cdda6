"""The same experiment in several processes, each with its part of every batch."""
