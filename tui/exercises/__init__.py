"""Exercises without a screen: how code is edited, how a judgement is told, which editor is called."""
