"""What all tests share."""

from hypothesis import settings

# The same examples every time: a change is blamed for what it breaks, and for nothing else.
# `--hypothesis-profile=explore` looks for new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile("repeatable")
