"""The dialogs, where Home Assistant looks for them."""

from .flows import RawDataConfigFlow

__all__ = ["RawDataConfigFlow"]
