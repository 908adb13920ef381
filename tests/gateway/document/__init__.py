"""Bytes to values, and data to bodies."""
