"""Many calls over a long time, with things that go wrong in between."""
