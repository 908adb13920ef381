"""Writes that end by themselves, through Home Assistant's front doors."""
