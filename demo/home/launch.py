"""Start Home Assistant with the cloud login pointed at a stand-in.

Owners add a gateway with the user name and password of their cloud account.
The gateway library keeps the two cloud addresses as public class attributes;
this launcher sets them and then runs Home Assistant as it is.
Without addresses it is a plain start.

Run as a script under ``python -P`` rather than with ``-m``, so that the clone
is not importable: Home Assistant then finds the integration only where a
user has it, in the configuration folder.
"""

import argparse
import os
import signal
import sys
import threading

# What the demo hands over; everything else on the command line is Home Assistant's.
OPTION_LOGIN_URL = "--cloud-login-url"
OPTION_TOKEN_URL = "--cloud-token-url"


def _stop_when_abandoned() -> None:
    """Ask Home Assistant to stop once whoever started it is gone.

    The starter holds the other end of the standard input and never writes to
    it. A plain ``os.read`` is used because a daemon thread inside ``sys.stdin``
    upsets the shutdown of the interpreter.
    """
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _use_cloud(login_url: str, token_url: str) -> None:
    """Point the cloud login of the gateway library at other addresses."""
    from pyenphase.auth import EnvoyTokenAuth  # noqa: PLC0415

    EnvoyTokenAuth.JSON_LOGIN_URL = login_url
    EnvoyTokenAuth.TOKEN_URL = token_url


def main() -> int:
    """Take our own options off the command line and run Home Assistant."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument(OPTION_LOGIN_URL)
    parser.add_argument(OPTION_TOKEN_URL)
    own, rest = parser.parse_known_args()

    from homeassistant.__main__ import main as run_home_assistant  # noqa: PLC0415

    if own.cloud_login_url and own.cloud_token_url:
        _use_cloud(own.cloud_login_url, own.cloud_token_url)
    threading.Thread(target=_stop_when_abandoned, daemon=True).start()
    sys.argv = ["hass", *rest]
    return run_home_assistant()


if __name__ == "__main__":
    sys.exit(main())
