"""Constants that more than one module uses."""

from typing import Final

DOMAIN: Final = "enphase_envoy_raw_data"

ATTR_ENDPOINT: Final = "endpoint"

CONF_CERTIFICATE: Final = "certificate"
"""Entry data: SHA-256 of the gateway's certificate, in hexadecimal digits."""

CONF_FORGET_PASSWORD: Final = "forget_password"
"""Field of a form: whether the password is only for the login that it is part of."""

CONF_RECORDING: Final = "recording"
"""Entry data: the recording that stands in the place of a gateway; absent otherwise."""

CONF_NEW_CODE: Final = "new_code"
"""Field of a form: whether another code is to be sent."""

CONF_SECOND_FACTOR: Final = "second_factor"
"""Entry data: whether a new token takes a code; absent otherwise."""

CONF_EXCHANGED: Final = "exchanged"
"""Field of a form: whether another gateway has taken the place of an entry's."""

CONF_SHARED_CERTIFICATE: Final = "shared_certificate"
"""Entry data: the certificate if another gateway has shown it, too."""

CONF_LOGIN_PAUSE: Final = "login_pause"
"""Entry data: the logins that the cloud has rejected, until one succeeds."""

CONF_LOST_ROLE: Final = "lost_role"
"""Entry data: a role that the account had until a renewal; absent otherwise."""

CONF_MANUAL_TOKEN: Final = "use_manual_token"

EXPLORER_PATH: Final = "enphase-envoy-explorer"
"""Address of the Explorer in Home Assistant's frontend, without the slash."""

TITLE: Final = "Envoy-raw-data {serial}"
"""Title of an entry and name of its device, as entries of version 2.x have it."""

TOKEN_PAGE: Final = "https://entrez.enphaseenergy.com"
"""Where owners make tokens themselves."""

PRACTICE_UNIQUE_ID: Final = "enphase_envoy_raw_data_practice_{name}"
"""Unique id of an entry that practises on a recording."""

UNIQUE_ID: Final = "enphase_envoy_raw_data_for_{serial}"
"""Unique id of an entry, as entries of version 2.x have it."""
