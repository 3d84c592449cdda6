"""Questions about the learner's own runs: which setting, which curve, what happened at a step."""
