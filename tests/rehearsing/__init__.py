"""Rehearsals, through Home Assistant's front doors."""
