"""Data laid over what is there, and what differs."""
