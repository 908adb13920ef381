"""Which gateways have shown which certificate."""

from collections.abc import Callable, Iterable

MOST_CERTIFICATES = 1000
"""Certificates that are remembered; a house has one or two gateways."""

_SEVERAL = ""
"""Stands for more than one serial."""


class SeenCertificates:
    """The certificates of all gateways of one Home Assistant.

    A certificate that two gateways have shown tells nothing: its maker may have put
    one key into every device, and the key of the TLS sessions as well.
    """

    def __init__(
        self,
        shared: Iterable[str] = (),
        on_shared: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Start with those that are known to be of several gateways.

        `on_shared` gets each that proves to be.
        """
        self._serials = dict.fromkeys(shared, _SEVERAL)
        self._on_shared = on_shared

    def note(self, certificate: str, serial: str) -> None:
        """Take note of a certificate, by its SHA-256, and who has shown it."""
        known = self._serials.get(certificate)
        if known is None:
            if certificate and len(self._serials) < MOST_CERTIFICATES:
                self._serials[certificate] = serial
        elif known not in (serial, _SEVERAL):
            self._serials[certificate] = _SEVERAL
            self._on_shared(certificate)

    def is_of_one(self, certificate: str) -> bool:
        """Return whether one gateway alone has shown it."""
        return bool(self._serials.get(certificate))
