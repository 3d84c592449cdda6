"""Progress: what a learner has done, kept in a file that outlives faults, read as records."""
