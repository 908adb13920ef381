"""Client for one Enphase gateway. Knows nothing of Home Assistant."""

from .address import check_endpoint, is_allowed, parse_host, same_page
from .client import GatewayClient
from .document import (
    CONTENT_TYPE_FORM,
    CONTENT_TYPE_JSON,
    WHOLE,
    Body,
    Hint,
    Json,
    Selection,
    Slip,
    build_body,
    check_method,
    encode,
    handed_on,
    kind_of,
    to_json,
)
from .errors import GatewayError
from .login import (
    CodeHistory,
    CodeLogin,
    Credentials,
    LoginPause,
    Rejections,
    TokenFacts,
    find_token,
    is_lower,
    kept_rejections,
    read_token,
)
from .merging import (
    Leaf,
    Merged,
    Path,
    PutBack,
    changes,
    effect,
    left_out,
    names,
    overlap,
    put_back,
    rules_of,
    value_at,
    with_value,
)
from .probe import LONGEST_PROBE, Probed, probable, probe_endpoints
from .recorded import LARGEST_FILE, RecordedGateway, read_recorded
from .rehearsal import LARGEST_RUN, MOST_REHEARSED, Rehearsal, RehearsedWrite
from .traffic import Approve, Limits, Outcome, Reply, Write, merged
from .verification import Verification, verify
from .wire import Identity, Response, SeenCertificates, open_session
