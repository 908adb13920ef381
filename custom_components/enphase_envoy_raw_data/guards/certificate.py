"""Whether the gateway shows the certificate that is remembered."""

from functools import partial
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util.hass_dict import HassKey

from ..const import CONF_CERTIFICATE, CONF_SHARED_CERTIFICATE, DOMAIN
from ..entry_data import text_in
from ..gateway import SeenCertificates, parse_host
from ..gateway.errors import CertificateChanged, InvalidHost
from ..options import NewCertificate, options_of

ISSUE_CERTIFICATE_CHANGED: Final = "certificate_changed"

_SEEN: Final[HassKey[SeenCertificates]] = HassKey(f"{DOMAIN}_certificates")

_UNREADABLE: Final = "?"


class CertificateGuard:
    """Looks at the certificate of each new connection of an entry."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Guard the connections of one entry."""
        self._hass = hass
        self._entry = entry

    def known_at(self, host: str) -> str | None:
        """Return the certificate that is remembered; None for another host."""
        try:
            is_same = parse_host(text_in(self._entry.data, CONF_HOST)) == host
        except InvalidHost:
            is_same = False
        return (self._known or None) if is_same else None

    @property
    def _known(self) -> str:
        """Return the certificate that is remembered, empty if none is.

        What is no text has been one, and no certificate is like it.
        """
        kept = self._entry.data.get(CONF_CERTIFICATE)
        return kept if isinstance(kept, str) else "" if kept is None else _UNREADABLE

    @callback
    def check(self, found: str) -> None:
        """Compare a certificate with the one that is remembered.

        Another one raises a repair issue and, if the options say so,
        CertificateChanged.
        """
        known = self._known
        reaction = options_of(self._entry).certificate
        if not known or reaction is NewCertificate.OFF:
            return
        issue = _certificate_issue(self._entry.entry_id)
        if found == known:
            ir.async_delete_issue(self._hass, DOMAIN, issue)
            return
        refuses = reaction is NewCertificate.REFUSE
        facts = {
            "gateway": self._entry.title,
            "known": in_groups(known),
            "found": in_groups(found),
        }
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            issue,
            data={"entry_id": self._entry.entry_id, "certificate": found, **facts},
            is_fixable=True,
            severity=ir.IssueSeverity.ERROR if refuses else ir.IssueSeverity.WARNING,
            translation_key=f"{ISSUE_CERTIFICATE_CHANGED}_refused"
            if refuses
            else ISSUE_CERTIFICATE_CHANGED,
            translation_placeholders=facts,
        )
        if refuses:
            raise CertificateChanged(known, found)

    @callback
    def learn(self, found: str) -> None:
        """Remember the first certificate, once gateway and login have proved right."""
        if found and not self._known:
            remember_certificate(self._hass, self._entry, found)
            if not async_seen_certificates(self._hass).is_of_one(found):
                _note_shared(self._hass, found)


@callback
def remember_certificate(hass: HomeAssistant, entry: ConfigEntry, found: str) -> None:
    """Remember a certificate as the gateway's; an empty one is forgotten."""
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, CONF_CERTIFICATE: found}
    )
    ir.async_delete_issue(hass, DOMAIN, _certificate_issue(entry.entry_id))


@callback
def async_seen_certificates(hass: HomeAssistant) -> SeenCertificates:
    """Return the certificates that all gateways of this Home Assistant have shown.

    Which ones are shared by several is kept over a restart.
    """
    if _SEEN not in hass.data:
        entries = hass.config_entries.async_entries(DOMAIN)
        kept = [text_in(entry.data, CONF_SHARED_CERTIFICATE) for entry in entries]
        hass.data[_SEEN] = SeenCertificates(
            filter(None, kept), partial(_note_shared, hass)
        )
    return hass.data[_SEEN]


@callback
def _note_shared(hass: HomeAssistant, certificate: str) -> None:
    """Keep with the entries of a certificate that another gateway has it, too."""
    for entry in hass.config_entries.async_entries(DOMAIN):
        if entry.data.get(CONF_CERTIFICATE) == certificate:
            data = {**entry.data, CONF_SHARED_CERTIFICATE: certificate}
            hass.config_entries.async_update_entry(entry, data=data)


def in_groups(fingerprint: str) -> str:
    """Return a fingerprint as browsers show it, in pairs with colons.

    Empty for plain HTTP, which has none.
    """
    try:
        return bytes.fromhex(fingerprint).hex(":").upper()
    except ValueError:
        return _UNREADABLE


def _certificate_issue(entry_id: str) -> str:
    """Return the id of an entry's repair issue."""
    return f"{ISSUE_CERTIFICATE_CHANGED}_{entry_id}"
