"""Describes a site: the one place from which all pages of a replica follow."""

from dataclasses import dataclass, field
from functools import cached_property

# Steps between record numbers, as gateways hand them out.
_EID_STEP = 256
_FIRST_INVERTER_EID = 553648384
_FIRST_METER_EID = 704643328
# Legs of an American supply; other places have one phase or three.
_SPLIT_PHASE = 2


@dataclass(frozen=True, slots=True)
class Inverter:
    """A microinverter; powers in watts, energies in watt-hours."""

    place: int
    serial: str
    watts: int
    max_watts: int
    today: int
    yesterday: int
    week: int
    lifetime: int
    # 1 for solar, 11 for an AC battery.
    kind: int = 1

    @property
    def eid(self) -> int:
        """Return the record number."""
        return _FIRST_INVERTER_EID + _EID_STEP * self.place

    @property
    def millivolts(self) -> int:
        """Return the AC voltage."""
        return 238000 + 50 * (self.place % 9)


@dataclass(frozen=True, slots=True)
class Meter:
    """A CT meter; negative power leaves the house."""

    place: int
    kind: str
    # Watts per phase.
    watts: tuple[float, ...]
    volts: tuple[float, ...]
    # Watt-hours since installation.
    delivered: int
    received: int

    @property
    def eid(self) -> int:
        """Return the record number."""
        return _FIRST_METER_EID + _EID_STEP * self.place

    @property
    def total_watts(self) -> float:
        """Return the power over all phases."""
        return round(sum(self.watts), 3)


@dataclass(frozen=True, slots=True)
class Battery:
    """An IQ Battery."""

    place: int
    serial: str
    percent: int
    # Positive while it feeds the house.
    watts: int
    capacity: int = 5000

    @property
    def stored(self) -> int:
        """Return the energy inside, in watt-hours."""
        return self.capacity * self.percent // 100


@dataclass(frozen=True, kw_only=True)
class Site:
    """Everything that differs between the replicas."""

    name: str
    about: str
    serial: str
    software: str
    part: str
    packages: dict[str, tuple[str, str]]
    inverter_count: int
    # Serials of the inverters go up from here.
    first_inverter: int
    # Watts of a typical inverter at the moment that the replica shows.
    typical_watts: int
    phases: int = 1
    # Watts drawn from the grid; None for a gateway without a meter there.
    grid_watts: float | None = None
    # Whether the production has a meter although the grid has none.
    production_meter: bool = False
    # Pages that this gateway refuses to everybody, by how they begin.
    closed: tuple[str, ...] = ()
    acb_serials: tuple[str, ...] = ()
    batteries: tuple[Battery, ...] = ()
    # Serial of the system controller, if there is one.
    controller: str | None = None
    generator: bool = False
    time_zone: str = "Europe/Amsterdam"
    currency: str = "EUR"
    reserve: float = 20.0
    opt_schedules: bool = False
    # From 8.3.5433 on the total is wrong: it repeats the net consumption.
    total_is_net: bool = False
    # 1 July 2026, 11:00 UTC: a summer day, so that all is alive.
    epoch: int = 1782903600
    profiles: tuple[str, ...] = field(
        default=(
            "EN 50549-1:2019 VDE-AR-N 4105 Germany:1.0.7",
            "EN 50549-1:2019 RfG E02 Netherlands:1.2.4",
        )
    )

    @cached_property
    def version(self) -> tuple[int, ...]:
        """Return the numbers of the firmware version."""
        return tuple(int(part) for part in self.software[1:].split("."))

    @property
    def split_phase(self) -> bool:
        """Tell whether the grid is the American one, with two legs."""
        return self.phases == _SPLIT_PHASE

    @property
    def hertz(self) -> float:
        """Return the frequency of the grid."""
        return 60.0 if self.split_phase else 50.0

    @cached_property
    def inverters(self) -> list[Inverter]:
        """Return the solar inverters, each a little different."""
        return [
            Inverter(
                place=place,
                serial=f"{self.first_inverter + 37 * place:012d}",
                watts=self.typical_watts + place * 7 % 13 - 6,
                max_watts=self.typical_watts + 130 + place * 5 % 11,
                today=1100 + place * 11 % 60,
                yesterday=1500 + place * 17 % 80,
                week=9200 + place * 29 % 400,
                lifetime=2_000_000 + place * 4111 % 90000,
            )
            for place in range(self.inverter_count)
        ]

    @cached_property
    def acbs(self) -> list[Inverter]:
        """Return the AC batteries, which gateways list among the inverters."""
        return [
            Inverter(
                self.inverter_count + place, serial, 40, 270, 310, 420, 2900, 310000, 11
            )
            for place, serial in enumerate(self.acb_serials)
        ]

    @cached_property
    def solar_watts(self) -> int:
        """Return what all inverters make."""
        return sum(inverter.watts for inverter in self.inverters)

    def energy(self, name: str) -> int:
        """Return the watt-hours of all inverters for today, week or lifetime."""
        return sum(getattr(inverter, name) for inverter in self.inverters)

    @cached_property
    def battery_watts(self) -> int:
        """Return what the batteries feed into the house."""
        return sum(battery.watts for battery in self.batteries)

    @cached_property
    def meters(self) -> list[Meter]:
        """Return the CT meters: production and, at the grid, net consumption."""
        lifetime = self.energy("lifetime")
        made = self._meter(0, "production", self.solar_watts, lifetime, 0)
        if self.grid_watts is None:
            return [made] if self.production_meter else []
        return [
            made,
            self._meter(
                1, "net-consumption", self.grid_watts, lifetime // 3, lifetime // 2
            ),
        ]

    @cached_property
    def house(self) -> Meter | None:
        """Return the whole consumption, which gateways compute and no CT measures.

        None without a meter at the grid.
        """
        if self.grid_watts is None:
            return None
        production, net = self.meters
        watts = production.total_watts + net.total_watts + self.battery_watts
        used = production.delivered + net.delivered - net.received
        meter = self._meter(2, "total-consumption", watts, used, 0)
        if not self.total_is_net:
            return meter
        return Meter(
            meter.place,
            meter.kind,
            net.watts,
            net.volts,
            net.delivered,
            net.received,
        )

    def _meter(
        self, place: int, kind: str, watts: float, delivered: int, received: int
    ) -> Meter:
        """Spread a power evenly over the phases; the last one takes the rest."""
        share = round(watts / self.phases, 3)
        rest = round(watts - share * (self.phases - 1), 3)
        return Meter(
            place,
            kind,
            (share,) * (self.phases - 1) + (rest,),
            tuple(238.1 + 0.4 * phase for phase in range(self.phases)),
            delivered,
            received,
        )
