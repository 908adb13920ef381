"""The logins at a gateway: a token, which the cloud gives, or a local user."""

from .base import Ask, Credentials, Login
from .digest_login import DigestLogin
from .pasted import find_token
from .pause import LoginPause, Rejections, kept_rejections
from .second_factor import CodeHistory, CodeLogin
from .token import TokenFacts, is_lower, read_token, tidy_token
from .token_login import TokenLogin
