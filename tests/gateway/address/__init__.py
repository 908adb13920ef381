"""Addresses, endpoints and pages."""
