"""What Linux has to shut a process in."""
