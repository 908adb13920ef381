"""Which repair goes with an issue."""

from typing import Any

from homeassistant.components.repairs import RepairsFlow
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from ..guards import ISSUE_CERTIFICATE_CHANGED, ISSUES
from ..rehearsal_keeper import ISSUE_REHEARSAL
from ..restoring import RESTORE_ISSUES
from .confirmations import AcceptCertificateFlow, ConfirmFirmwareFlow
from .login_repair import LoginRepair
from .rehearsal_repair import RehearsalRepair
from .restore_repair import RestoreRepair


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, Any] | None
) -> RepairsFlow:
    """Return the flow that solves an issue."""
    data = data or {}
    issue = ir.async_get(hass).async_get_issue(DOMAIN, issue_id)
    if issue is not None and issue.translation_key in ISSUES:
        entry = hass.config_entries.async_get_known_entry(data["entry_id"])
        facts = issue.translation_placeholders or {}
        return LoginRepair(hass, entry, issue.translation_key, facts)
    if issue is not None and issue.translation_key in RESTORE_ISSUES:
        return RestoreRepair(data)
    if issue is not None and issue.translation_key == ISSUE_REHEARSAL:
        return RehearsalRepair(data)
    if issue_id.startswith(ISSUE_CERTIFICATE_CHANGED):
        return AcceptCertificateFlow(data)
    return ConfirmFirmwareFlow(data)
