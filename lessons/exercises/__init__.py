"""Code exercises: what a lesson asks for, the learner's own file, what is made from a reference."""
