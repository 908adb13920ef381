"""What is told and kept of a write."""
