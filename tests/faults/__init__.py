"""Writes through Home Assistant's front doors, against real gateway pages."""
