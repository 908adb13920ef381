"""Measures what the integration costs, beside Home Assistant's own `rest_command`.

Run with `scripts/benchmark`; docs/performance.md has the results.
"""
