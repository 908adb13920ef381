"""Pages about the gateway itself and what is connected to it."""

from . import inventory, setup, system
