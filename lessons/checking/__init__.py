"""Judges learners' code: runs it in a process of its own, and decides in another one.

What a `check.py` needs: `from lessons.checking import Learner, check, expect`.
"""
