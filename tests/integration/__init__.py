"""The integration through Home Assistant's front doors, against a real gateway page."""
