"""What the documentation says, held against what happens."""
