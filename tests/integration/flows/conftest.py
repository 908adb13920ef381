"""A gateway that takes the place of another one."""

from tests.fixtures import gateway_8_2 as new

__all__ = ["new"]
