"""Everything is tried at gateways that are made from recordings of real ones.

Of the recordings only the shapes are known (`tests/simulator/recorded.json`), so the
values are drawn: plausible ones where something depends on them, and any that a gateway
could have elsewhere. Our replicas have no part in it.
"""
