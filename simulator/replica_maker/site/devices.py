"""The devices of a site, each with what is true of it at one moment."""

from dataclasses import dataclass

# Steps between record numbers, as gateways hand them out; each kind of device
# has a range of its own.
_EID_STEP = 256
_FIRST_INVERTER_EID = 553648384
_FIRST_METER_EID = 704643328
_FIRST_RELAY_EID = 738197760


@dataclass(frozen=True, slots=True)
class Inverter:
    """A microinverter; powers in watts, energies in watt-hours."""

    place: int
    serial: str
    # Mean of its last report.
    watts: int
    max_watts: int
    today: int
    yesterday: int
    # Seven days, today included.
    week: int
    lifetime: int
    # When it last reported, in seconds since 1970.
    reported: int
    # 1 for solar, 11 for an AC battery.
    kind: int = 1

    @property
    def eid(self) -> int:
        """Return the record number."""
        return _FIRST_INVERTER_EID + _EID_STEP * self.place

    @property
    def channel_eid(self) -> int:
        """Return the record number of its channel."""
        return 1627390225 + self.place

    @property
    def millivolts(self) -> int:
        """Return the AC voltage."""
        return 238000 + 50 * (self.place % 9)

    @property
    def celsius(self) -> int:
        """Return the temperature."""
        return 34 + self.place % 5


@dataclass(frozen=True, slots=True)
class Meter:
    """A CT meter; negative power leaves the house."""

    place: int
    kind: str
    # Watts per phase, now.
    watts: tuple[float, ...]
    # Mean watts of the last whole quarter hour.
    quarter: int
    volts: tuple[float, ...]
    # Watt-hours since installation, in the direction of positive power and back.
    delivered: float
    received: float
    # Watt-hours of today and of seven days, today included.
    today: float
    week: float

    @property
    def eid(self) -> int:
        """Return the record number."""
        return _FIRST_METER_EID + _EID_STEP * self.place

    @property
    def total_watts(self) -> float:
        """Return the power over all phases."""
        return round(sum(self.watts), 3)

    @property
    def total_volts(self) -> float:
        """Return what gateways call the voltage of a meter: that of all phases."""
        return round(sum(self.volts), 3)


@dataclass(frozen=True, slots=True)
class Battery:
    """An IQ Battery, or an AC battery."""

    place: int
    serial: str
    # State of charge.
    percent: int
    # Positive while it feeds the house.
    watts: int
    capacity: int = 5000
    # What the storage inventory says of the charge, where that lags behind.
    shown_percent: int | None = None

    @property
    def stored(self) -> int:
        """Return the energy inside, in watt-hours."""
        return self.capacity * self.percent // 100

    @property
    def inventory_percent(self) -> int:
        """Return the charge as the storage inventory has it."""
        return self.percent if self.shown_percent is None else self.shown_percent


@dataclass(frozen=True, slots=True)
class Relay:
    """A relay between solar and grid, as Europe has them."""

    place: int
    serial: str
    reported: int
    kind: int = 12

    @property
    def eid(self) -> int:
        """Return the record number."""
        return _FIRST_RELAY_EID + _EID_STEP * self.place

    @property
    def channel_eid(self) -> int:
        """Return the record number of its channel."""
        return self.eid + 1
