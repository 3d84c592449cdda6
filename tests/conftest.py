"""What all tests share."""

import os

from hypothesis import settings

# Lessons are parsed, not found parsed: and nobody's home folder is written to.
os.environ["TUTOR_CACHE"] = ""

# The same examples every time: a change is blamed for what it breaks, and for nothing else.
# `--hypothesis-profile=explore` looks for new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile("repeatable")
