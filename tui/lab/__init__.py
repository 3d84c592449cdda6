"""What the lab screen shows, worked out without a screen."""
