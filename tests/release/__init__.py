"""What is made for people to install."""
