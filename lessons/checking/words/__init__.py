"""Words for what a learner's code does: errors in plain words, values as they can be read.

Nothing here imports torch: the screen may use it as well as the process that judges.
"""

from lessons.checking.words.describe import describe, shape_of
from lessons.checking.words.explain import explain_error
from lessons.checking.words.rule import Words

__all__ = ["Words", "describe", "explain_error", "shape_of"]
