"""Exercises without a screen: editing code, telling a judgement, calling an editor."""
