"""What the screens are about: a Home Assistant and a simulated gateway."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, fields

from demo.gateway import (
    USUAL_PORT,
    Gateway,
    Login,
    add_gateway,
    wait_until_loaded,
)
from demo.home import (
    DOMAIN,
    CloudAddresses,
    HomeAssistant,
    HomeAssistantApi,
    Json,
    free_port,
)
from gateway_simulator import (
    Account,
    CloudSimulator,
    GatewaySimulator,
    SecondFactor,
    TokenTrouble,
)

REPLICA = "8.3"
CORE = "enphase_envoy"
# A page that an owner may write.
GENERATOR = "/ivp/ss/gen_mode"
ACCOUNT = Account("owner@example.com", "sunshine")

# What can be odd about codes; the rest is what the cloud keeps.
MOODS = [one.name for one in fields(SecondFactor) if not one.name.startswith("_")]
MOODS.remove("codes")


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Everything but the browser."""

    home: HomeAssistant
    gateway: GatewaySimulator
    cloud: CloudSimulator
    serial: str
    """The gateway's own serial, which a scene may change."""

    @property
    def api(self) -> HomeAssistantApi:
        """Home Assistant, as the scenes prepare it."""
        return self.home.api

    @property
    def title(self) -> str:
        """What Home Assistant calls the gateway."""
        return f"Envoy-raw-data {self.serial}"

    async def clear(self) -> None:
        """Begin anew: no entry, and a gateway in good order."""
        for domain in (DOMAIN, CORE):
            for entry in await self.api.entries(domain):
                await self.api.remove_entry(entry["entry_id"])
        if self.gateway.serial != self.serial:
            await self.have_serial(self.serial)
        await self.cloud.stop()
        await self.cloud.start()
        self.calm_cloud()
        self.cloud.add(ACCOUNT)
        self.cloud.second_factor.end_logins()
        self.cloud.journal.clear()
        self.gateway.faults.clear()
        self.gateway.set_firmware(REPLICA)
        self.gateway.journal.clear()

    async def add_gateway(self, login: Login | None = None) -> str:
        """Add the gateway as a person would, and return the id of its entry."""
        owner = Login(username=ACCOUNT.email, password=ACCOUNT.password)
        return await add_gateway(self.api, Gateway(self.gateway.host, login or owner))

    async def add_gateway_by_code(self) -> None:
        """Add the gateway as a person with a second factor would."""
        flow = await self.api.start_flow(DOMAIN)
        flow = await self.api.submit_flow(flow["flow_id"], {"next_step_id": "enter"})
        form = {
            "host": self.gateway.host,
            "username": ACCOUNT.email,
            "password": ACCOUNT.password,
            "use_manual_token": False,
        }
        await self.api.submit_flow(flow["flow_id"], form)
        code = self.cloud.second_factor.newest
        form = {"code": code, "new_code": False, "forget_password": False}
        flow = await self.api.submit_flow(flow["flow_id"], form)
        await wait_until_loaded(self.api, flow["result"]["entry_id"])

    def calm_cloud(self) -> None:
        """Have the cloud do what it usually does; logins under way go on."""
        self.cloud.faults.clear()
        self.cloud.wants_form = False
        self.cloud.tokens = TokenTrouble()
        usual = SecondFactor()
        for mood in MOODS:
            setattr(self.cloud.second_factor, mood, getattr(usual, mood))

    async def add_to_core(self) -> None:
        """Add the gateway to Home Assistant's own integration."""
        flow = await self.api.start_flow(CORE)
        await self.api.submit_flow(
            flow["flow_id"],
            {
                "host": self.gateway.host,
                "username": ACCOUNT.email,
                "password": ACCOUNT.password,
            },
        )

    async def rehearse(self, entry_id: str, *, on: bool) -> None:
        """Begin a rehearsal in the options, or end it."""
        await self.api.set_options(
            entry_id,
            {
                "who_may_send": "administrators",
                "pages": {},
                "rehearsal": {"rehearse": on},
                "changes": {"confirm_firmware": False, "certificate": "warn"},
                "events": {"event_bodies": False},
                "in_sidebar": True,
            },
        )

    async def have_serial(self, serial: str) -> None:
        """Put a gateway with another serial at the same address."""
        self.gateway.set_serial(serial)
        await self.gateway.restart()

    async def read(self, endpoint: str) -> None:
        """Read an endpoint. Raises ApiError."""
        await self.api.call_action(DOMAIN, "read_data", {"endpoint": endpoint})

    async def write(self, entry_id: str, data: Json) -> None:
        """Write to the switch of the generator. Raises ApiError."""
        await self.api.call_action(
            DOMAIN,
            "send_data",
            {
                "config_entry_id": entry_id,
                "endpoint": GENERATOR,
                "method": "POST",
                "data": data,
                "risk_acknowledged": True,
            },
        )


@asynccontextmanager
async def set_up() -> AsyncIterator[Stage]:
    """Start everything but the browser."""
    async with AsyncExitStack() as stack:
        gateway = await stack.enter_async_context(
            GatewaySimulator(REPLICA, port=free_port(USUAL_PORT))
        )
        cloud = await stack.enter_async_context(CloudSimulator())
        cloud.add(ACCOUNT)
        addresses = CloudAddresses(login_url=cloud.login_url, token_url=cloud.token_url)
        home = await stack.enter_async_context(HomeAssistant(cloud=addresses))
        await home.start()
        yield Stage(home=home, gateway=gateway, cloud=cloud, serial=gateway.serial)
