"""What simulators issued or received and nobody else may see.

Tests look for it where it must not show up. A simulator that runs for weeks
adds a few entries at each login, so nothing is ever dropped.
"""

SECRETS_SEEN: set[str] = set()
"""Tokens, session ids, cookies and passwords of all simulators of this process."""


def see(secret: str) -> str:
    """Note a secret and return it."""
    SECRETS_SEEN.add(secret)
    return secret


CODES_SEEN: set[str] = set()
"""Codes of second factors, which are too short to be looked for like the others."""


def see_code(code: str) -> str:
    """Note a code and return it."""
    CODES_SEEN.add(code)
    return code
