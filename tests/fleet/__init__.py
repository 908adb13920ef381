"""Many gateways in one call."""
