"""The state of the site: what its pages show, and what writes change."""

from .device import Device
from .stream import meter_stream
