"""Lessons and runs as lines of text: for screen readers, slow lines, pipes and CI."""
