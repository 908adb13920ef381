"""What leaves, and what is shown before and after."""
