"""Whatever waits is interrupted, at each point at which it can be."""
