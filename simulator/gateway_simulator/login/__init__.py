"""Who may see what: tokens, digest, sessions, and the cloud that makes tokens."""

from .account import Account
from .cloud import CloudSimulator, TokenTrouble
from .digest import installer_password, passwords
from .endpoints import CLOSED_ON_7_3, needed_level
from .login import Login
from .second_factor import SecondFactor, SentCode
from .tokens import ROLE_LEVELS, TokenAuthority
