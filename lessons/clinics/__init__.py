"""Runs that are broken on purpose: cases to diagnose, confirm and mend."""
