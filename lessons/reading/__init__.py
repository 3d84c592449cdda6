"""Reads lessons: where they come from, what an author may write, and what that becomes."""
