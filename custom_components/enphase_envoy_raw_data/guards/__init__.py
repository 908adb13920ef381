"""What may leave for a gateway, and the issues that tell the owner."""

from .certificate import (
    ISSUE_CERTIFICATE_CHANGED,
    CertificateGuard,
    async_seen_certificates,
    remember_certificate,
)
from .firmware import FirmwareGuard, clear_firmware_issues, drop_firmware_issue
from .issues import (
    ISSUE_CODE_WANTED,
    ISSUE_ROLE_LOST,
    ISSUE_TOKEN_ENDING,
    ISSUE_TOKEN_EXPIRED,
    ISSUE_WRONG_GATEWAY,
    ISSUES,
    REASON,
    TOKEN_ISSUES,
    async_clear_when_unloaded,
    clear_issues,
    is_there,
    raise_issue,
    start_reauth,
    tell_lost_role,
    tell_wrong_gateway,
)
from .locks import async_check_locks
from .senders import async_track_senders, senders_of
