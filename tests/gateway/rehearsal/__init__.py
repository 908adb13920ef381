"""Rehearsals: writes that don't leave, and reads that show them."""
