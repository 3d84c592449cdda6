"""Reports: what a learner has done, in one lesson, across lessons, in a table of learners."""
