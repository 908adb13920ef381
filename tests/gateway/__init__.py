"""Tests of the gateway client, with real requests to the simulator."""
