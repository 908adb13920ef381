import os
from datetime import timedelta
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from gateway_simulator import faults
from .bench import Bench, DOMAIN
import pytest, logging, shutil
def P(*a):
    open("/tmp/out.txt","a").write(" ".join(map(str,a))+"\n")

async def test_it(hass: HomeAssistant, bench, caplog, tmp_path):
    shutil.copytree("/tmp/wt/looking/blueprints/template/"+DOMAIN, tmp_path/"blueprints/template"/DOMAIN)
    lines={"Solar":("/api/v1/production","wattsNow"),"Meter":("/ivp/meters/readings","[?eid == `704643328`] | [0].{value: activePower, at: timestamp}"),
     "Missing":("/no/such","a"),"Null":("/api/v1/production","abc"),"Text":("/ivp/ensemble/inventory","[0].type"), "Two":(["/api/v1/production","/api/v1/production/inverters"],"{value: wattHoursToday, at: max(not_null([].lastReportDate, `[]`))}")}
    cfg={"template":[{"use_blueprint":{"path":DOMAIN+"/value_sensor.yaml","input":{"gateway":bench.entry.entry_id,"endpoint":e,"select":s}},"name":n,"unique_id":n} for n,(e,s) in lines.items()]}
    assert await async_setup_component(hass,"template",cfg)
    await hass.async_block_till_done()
    for n in range(4):
        if n==2: await bench.gateway.stop()
        async_fire_time_changed(hass, dt_util.utcnow()+timedelta(minutes=5*(n+1)), fire_all=False)
        await hass.async_block_till_done(wait_background_tasks=True)
        P("--",n, [r.target for r in bench.gateway.journal.requests])
        for s in hass.states.async_all(): P(s.entity_id, s.state, dict(s.attributes).get("problem"), dict(s.attributes).get("refused"))
    P([r.getMessage()[:300] for r in caplog.records if r.levelno>=logging.WARNING])
    assert await async_setup_component(hass,"homeassistant",{})
    await hass.data["template"][0].async_shutdown() if False else None
