"""Tests of the gateway simulator, by real requests over real sockets."""
