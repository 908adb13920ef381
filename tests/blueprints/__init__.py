"""Blueprints and the page about writes, held against what happens."""
