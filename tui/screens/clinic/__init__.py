"""Clinics: the ward, the case, and its lab."""
