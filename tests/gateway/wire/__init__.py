"""Connections and what comes over them."""
