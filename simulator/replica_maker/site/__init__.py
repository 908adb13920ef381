"""The sites that are described, and the devices on them."""

from .devices import Battery, Inverter, Meter, Relay
from .site import Site
from .sites import SITES
