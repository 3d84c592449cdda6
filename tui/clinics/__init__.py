"""What clinics show, worked out without a screen."""
