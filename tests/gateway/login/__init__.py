"""Tokens, the cloud, digest."""
