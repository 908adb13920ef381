"""Practising on a recording: in the place of a gateway, without a network."""
