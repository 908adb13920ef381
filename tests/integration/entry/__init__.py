"""The life of an entry."""
