"""The actions, as automations and people call them."""
