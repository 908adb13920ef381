"""A walk through Home Assistant's screens in a real browser.

`scripts/screenshots` takes the pictures that the pages show, and `tests/browser`
takes the same walk.
"""
