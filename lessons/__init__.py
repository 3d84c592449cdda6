"""What is taught. Reading a lesson loads no torch."""
