"""Describes a site: the one place from which all pages of a replica follow."""

from dataclasses import dataclass, field
from functools import cached_property

from .devices import Battery, Inverter, Meter, Relay

# Legs of an American supply; other places have one phase or three.
_SPLIT_PHASE = 2
# Volts of one leg there, and of one phase elsewhere.
_LEG_VOLTS = 120.3
_PHASE_VOLTS = 238.1
# What the meter shows against the last reports of the inverters, which are some
# minutes old, and the mean of the last quarter hour against both.
_METER_SHARE = 0.9375
_QUARTER_SHARE = 1.03
# Seconds between the reports of two inverters, which come one after the other.
_REPORT_STEP = 5


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
    # Watts of a typical inverter at its last report; 0 at night.
    typical_watts: int
    phases: int = 1
    # Watts drawn from the grid; None for a gateway without a meter there.
    grid_watts: float | None = None
    # Whether the production has a meter although the grid has none.
    production_meter: bool = False
    # Where the second meter sits: at the grid, or around the house alone.
    consumption_meter: str = "net-consumption"
    # Inverters that were taken off the roof.
    removed_inverters: tuple[str, ...] = ()
    relay_serials: tuple[str, ...] = ()
    # Pages that this gateway refuses to everybody, by how they begin.
    closed: tuple[str, ...] = ()
    acbs: tuple[Battery, ...] = ()
    batteries: tuple[Battery, ...] = ()
    # Serial of the system controller, if there is one.
    controller: str | None = None
    # Whether there is a generator, and whether it runs, on its weekly exercise.
    generator: bool = False
    generator_runs: bool = False
    # Names of the dry contacts' loads, in their order.
    loads: tuple[str, ...] = ("", "", "", "")
    export_limit: bool = False
    time_zone: str = "Europe/Amsterdam"
    currency: str = "EUR"
    rate: float = 0.31
    # Name, first day and price.
    seasons: tuple[tuple[str, str, float], ...] = ()
    # Seasons of the price that the grid pays.
    sell_seasons: tuple[tuple[str, str], ...] = ()
    reserve: float = 20.0
    opt_schedules: bool = False
    # From 8.3.5433 on the total is wrong: it repeats the net consumption.
    total_is_net: bool = False
    # Seconds since the gateway's statistics stand still; the meters run on.
    stands_still: int = 0
    # Whether it closes each connection after its reply.
    closes: bool = False
    # 1 July 2026, 11:00 UTC: a summer day, so that all is alive.
    epoch: int = 1782903600
    # Seconds since the inverters fell silent at dusk; 0 by day.
    since_dusk: int = 0
    # Watts that the meter of the production shows at night.
    night_watts: float = -3.8
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
    def volts(self) -> tuple[float, ...]:
        """Return the voltage of each phase."""
        first = _LEG_VOLTS if self.split_phase else _PHASE_VOLTS
        return tuple(round(first + 0.4 * phase, 3) for phase in range(self.phases))

    @cached_property
    def inverters(self) -> list[Inverter]:
        """Return the solar inverters, each a little different."""
        night = not self.typical_watts
        return [
            Inverter(
                place=place,
                serial=f"{self.first_inverter + 37 * place:012d}",
                watts=0 if night else self.typical_watts + place * 7 % 13 - 6,
                max_watts=(self.typical_watts or 220) + 130 + place * 5 % 11,
                today=1100 + place * 11 % 60,
                yesterday=1500 + place * 17 % 80,
                week=9200 + place * 29 % 400,
                lifetime=2_000_000 + place * 4111 % 90000,
                reported=self.epoch - self.since_dusk - _REPORT_STEP * (place % 60),
            )
            for place in range(self.inverter_count)
        ]

    @cached_property
    def acb_inverters(self) -> list[Inverter]:
        """Return the AC batteries as gateways list them, among the inverters."""
        return [
            Inverter(
                place=self.inverter_count + place,
                serial=acb.serial,
                watts=acb.watts,
                max_watts=270,
                today=310,
                yesterday=420,
                week=2900,
                lifetime=310000,
                reported=self.epoch - _REPORT_STEP * place,
                kind=11,
            )
            for place, acb in enumerate(self.acbs)
        ]

    @cached_property
    def relays(self) -> list[Relay]:
        """Return the relays between solar and grid."""
        return [
            Relay(place, serial, self.epoch)
            for place, serial in enumerate(self.relay_serials)
        ]

    @cached_property
    def reported_watts(self) -> int:
        """Return the power of all inverters by their last reports."""
        return sum(inverter.watts for inverter in self.inverters)

    @cached_property
    def solar_watts(self) -> float:
        """Return what is made now: by the meter, or else by the last reports."""
        if self.grid_watts is None and not self.production_meter:
            return self.reported_watts
        if not self.reported_watts:
            return self.night_watts
        return round(self.reported_watts * _METER_SHARE + 1.337, 3)

    def energy(self, name: str) -> int:
        """Return the watt-hours of all inverters for today, week or lifetime."""
        return sum(getattr(inverter, name) for inverter in self.inverters)

    @cached_property
    def storage_watts(self) -> int:
        """Return what batteries of all kinds feed into the house."""
        return sum(battery.watts for battery in self.batteries + self.acbs)

    @cached_property
    def capacity(self) -> int:
        """Return the watt-hours that fit into the IQ Batteries."""
        return sum(battery.capacity for battery in self.batteries)

    @cached_property
    def stored(self) -> int:
        """Return the watt-hours inside the IQ Batteries."""
        return sum(battery.stored for battery in self.batteries)

    @cached_property
    def soc(self) -> int:
        """Return the state of charge of the IQ Batteries."""
        return self.stored * 100 // self.capacity if self.capacity else 0

    @cached_property
    def acb_soc(self) -> int:
        """Return the state of charge of the AC batteries."""
        capacity = sum(acb.capacity for acb in self.acbs)
        stored = sum(acb.stored for acb in self.acbs)
        return stored * 100 // capacity if capacity else 0

    @cached_property
    def soc_of_all(self) -> int:
        """Return the state of charge with AC batteries among them."""
        capacity = self.capacity + sum(acb.capacity for acb in self.acbs)
        stored = self.stored + sum(acb.stored for acb in self.acbs)
        return stored * 100 // capacity if capacity else 0

    @cached_property
    def production(self) -> Meter | None:
        """Return the meter of the production, if there is one."""
        if self.grid_watts is None and not self.production_meter:
            return None
        mean = round(self.reported_watts * _QUARTER_SHARE) or round(self.night_watts)
        return Meter(
            place=0,
            kind="production",
            watts=self._spread(self.solar_watts),
            quarter=mean,
            volts=self.volts,
            delivered=self.energy("lifetime") + 0.739,
            # What the inverters use at night.
            received=4211.875,
            today=self.energy("today") + 0.739,
            week=self.energy("week") + 0.126,
        )

    @cached_property
    def grid(self) -> Meter | None:
        """Return what flows in from the grid, if a meter tells."""
        if self.grid_watts is None:
            return None
        made, lifetime = self.energy("today"), self.energy("lifetime")
        imported, exported = 0.15 * made, 0.45 * made
        return Meter(
            place=1,
            kind="net-consumption",
            watts=self._spread(self.grid_watts),
            quarter=round(self.grid_watts * 1.1),
            volts=self.volts,
            delivered=lifetime // 3 + 0.25,
            received=lifetime // 2 + 0.5,
            today=round(imported - exported, 3),
            week=round(7 * (imported - exported), 3),
        )

    @cached_property
    def house(self) -> Meter | None:
        """Return the whole consumption; None without a meter that tells it."""
        made, net = self.production, self.grid
        if not made or not net:
            return None
        watts = made.total_watts + net.total_watts + self.storage_watts
        return Meter(
            place=1,
            kind="total-consumption",
            watts=self._spread(round(watts, 3)),
            quarter=made.quarter + net.quarter + self.storage_watts,
            volts=self.volts,
            delivered=round(made.delivered + net.delivered - net.received, 3),
            received=0.0,
            today=round(made.today + net.today, 3),
            week=round(made.week + net.week, 3),
        )

    @cached_property
    def meters(self) -> list[Meter]:
        """Return the CT meters that are there: production, and grid or house."""
        total = self.consumption_meter == "total-consumption"
        second = self.house if total else self.grid
        return [meter for meter in (self.production, second) if meter]

    def _spread(self, watts: float) -> tuple[float, ...]:
        """Spread a power evenly over the phases; the last one takes the rest."""
        share = round(watts / self.phases, 3)
        rest = round(watts - share * (self.phases - 1), 3)
        return (share,) * (self.phases - 1) + (rest,)
