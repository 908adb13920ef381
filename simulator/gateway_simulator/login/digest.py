"""Digest login of firmware before 7, and its two users."""

import base64
from datetime import datetime
import hashlib
import hmac
import re
import secrets

from ..journal import see

REALM = "enphaseenergy.com"
_PARAMETER = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]+))')
# Digest without an algorithm means MD5.
_SCHEME = "Digest "


def installer_password(serial: str) -> str:
    """Return the password of the user `installer`, which follows from the serial.

    Eight characters from the end of an MD5 sum, backwards, in which every 0 and
    1 becomes a letter that depends on how many of them the sum holds.
    """
    text = f"[e]installer@{REALM}#{serial} EnPhAsE eNeRgY "
    digest = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    zeros, ones = digest.count("0"), digest.count("1")
    password = ""
    for character in digest[:-9:-1]:
        # The counts skip some values, which keeps odd signs out of passwords.
        if zeros in (3, 6, 9):
            zeros -= 1
        if ones in (9, 15):
            ones -= 1
        zeros = min(max(zeros, 0), 20)
        ones = min(max(ones, 0), 26)
        if character == "0":
            password += chr(ord("f") + zeros)
            zeros -= 1
        elif character == "1":
            password += chr(ord("@") + ones)
            ones -= 1
        else:
            password += character
    return see(password)


def passwords(serial: str) -> dict[str, str]:
    """Return the local users of a gateway with their passwords."""
    return {"envoy": serial[-6:], "installer": installer_password(serial)}


class DigestLogin:
    """Makes challenges and checks the answers to them."""

    def __init__(self) -> None:
        """Start without any challenge given out."""
        self._nonces: set[str] = set()

    def challenge(self, clock: datetime | None) -> str:
        """Return a challenge; 3.x takes its clock as nonce, later ones random bytes."""
        if clock:
            nonce = str(int(clock.timestamp()))
        else:
            nonce = base64.b64encode(secrets.token_bytes(20)).decode()
        self._nonces.add(nonce)
        return f'Digest qop="auth", realm="{REALM}", nonce="{nonce}"'

    def forget(self) -> None:
        """Refuse all challenges given out so far."""
        self._nonces.clear()

    def user(self, header: str, method: str, target: str, serial: str) -> str | None:
        """Return the user whose password made this Authorization header."""
        if not header.startswith(_SCHEME):
            return None
        given = {
            match[1]: match[2] if match[2] is not None else match[3]
            for match in _PARAMETER.finditer(header.removeprefix(_SCHEME))
        }
        see(given.get("response", ""))
        user = given.get("username", "")
        password = passwords(serial).get(user)
        if (
            password is None
            or given.get("nonce") not in self._nonces
            or given.get("uri") != target
        ):
            return None
        first = _md5(f"{user}:{REALM}:{password}")
        second = _md5(f"{method}:{target}")
        middle = ":".join(
            given.get(name, "") for name in ("nonce", "nc", "cnonce", "qop")
        )
        expected = _md5(f"{first}:{middle}:{second}")
        return (
            user if hmac.compare_digest(given.get("response", ""), expected) else None
        )


def _md5(text: str) -> str:
    """Return the MD5 sum that digest logins are made of."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
