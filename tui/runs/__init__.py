"""What the runs screen and `tutor runs` say about runs, worked out without a screen."""
