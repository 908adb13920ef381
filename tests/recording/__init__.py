"""Tests of recordings: what they hold, what they hide, and how they are served."""
