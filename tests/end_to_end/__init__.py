"""Tests that start everything for real."""
