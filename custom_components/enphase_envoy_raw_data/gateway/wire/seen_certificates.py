"""Which gateways have shown which certificate."""

MOST_CERTIFICATES = 1000
"""Certificates that are remembered; a house has one or two gateways."""


class SeenCertificates:
    """The certificates of all gateways of one Home Assistant.

    A certificate that two gateways have shown tells nothing: its maker may have put
    one key into every device.
    """

    def __init__(self) -> None:
        """Start with none seen."""
        self._serials: dict[str, set[str]] = {}

    def note(self, certificate: str, serial: str) -> None:
        """Take note of a certificate, by its SHA-256, and who has shown it."""
        if certificate and len(self._serials) < MOST_CERTIFICATES:
            self._serials.setdefault(certificate, set()).add(serial)

    def is_of_one(self, certificate: str) -> bool:
        """Return whether one gateway alone has shown it."""
        return len(self._serials.get(certificate, ())) == 1
