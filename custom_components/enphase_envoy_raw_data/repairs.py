"""The repairs, where Home Assistant looks for them."""

from .flows import async_create_fix_flow

__all__ = ["async_create_fix_flow"]
