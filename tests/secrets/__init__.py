"""The watch over secrets, which has to find what is told."""
