"""What errors say of themselves."""
