"""What is known of endpoints, and of what their replies mean."""
