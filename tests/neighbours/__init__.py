"""Home Assistant's own integration for the same gateways, side by side with ours."""
