"""What is known of endpoints."""
