"""Every word that a person may see is there, and no word is left over.

The keys are computed from the code: from the errors that it raises, the forms
that it shows, and the actions that it registers.
"""

import ast
import json
import re
from string import Formatter
from typing import Any

from homeassistant.data_entry_flow import section
import pytest
import voluptuous as vol
import yaml

from custom_components.enphase_envoy_raw_data import (
    config_flow,
    guards,
    options,
    restoring,
)
from custom_components.enphase_envoy_raw_data.actions import (
    list_endpoints,
    past,
    read_data,
    recording,
    send,
)
from custom_components.enphase_envoy_raw_data.flows import (
    LoginSteps,
    PracticeSteps,
    options_form,
)
from custom_components.enphase_envoy_raw_data.gateway import document, errors
from custom_components.enphase_envoy_raw_data.words import facts_of, key_of

from .integration.helpers import TEXTS
from .integration.used_keys import (
    FOLDER,
    MODULES,
    RAISED,
    calls,
    context,
    keys_of,
    keyword,
    refusals,
    values,
)
from .texts import gaps, texts_of

ACTIONS: dict[str, Any] = yaml.safe_load((FOLDER / "services.yaml").read_bytes())
SCHEMAS = {
    "list_endpoints": list_endpoints.LIST_ENDPOINTS_SCHEMA,
    "list_writes": past.LIST_WRITES_SCHEMA,
    "record_gateway": recording.RECORD_GATEWAY_SCHEMA,
    "restore_data": past.RESTORE_DATA_SCHEMA,
    "read_data": read_data.READ_DATA_SCHEMA,
    "send_data": send.SEND_DATA_SCHEMA,
    "send_rehearsed": past.SEND_REHEARSED_SCHEMA,
}


def test_exceptions() -> None:
    """Each error has words, and there are no words without an error."""
    keys = set[str]().union(*map(keys_of, RAISED))
    others = {key for key, _ in refusals()}
    assert len(keys) > 80
    assert len(others) > 10
    assert keys | others == set(TEXTS["exceptions"])


def test_placeholders_of_exceptions() -> None:
    """Each placeholder of an error gets a value wherever the error is raised."""
    provided = [
        (key, context(err) | set(facts_of(err)))
        for err in RAISED
        for key in keys_of(err)
    ]
    for key, given in [*provided, *refusals()]:
        assert gaps(TEXTS["exceptions"][key]["message"]) <= given, key


def test_words_that_nobody_translates_later() -> None:
    """Each of them is used, and gets its facts."""
    facts = {
        f"common.hint_{slip}": {"right"} for slip in document.select_hints.Slip
    } | {
        f"common.{key}": {"model", "account"}
        if key.startswith("model_")
        else {"endpoint", "paths", "planned"}
        if key.startswith("logbook_restore")
        else ({"method", "endpoint", "status"} if key.startswith("logbook_") else set())
        for _, tree in MODULES
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and re.fullmatch(
            "model_[a-z_]+|logbook_[a-z_]+|form_(risk|role|answers|silent)[a-z_]*",
            key := str(node.value),
        )
        and key != "model_id"
    }
    for _, tree in MODULES:
        for name, call in calls(tree):
            first = call.args[1] if name == "words" and call.args[1:] else None
            if isinstance(first, ast.Constant):
                facts[str(first.value)] = {str(one.arg) for one in call.keywords}
    assert set(facts) == {f"common.{key}" for key in TEXTS["common"]}
    for path, given in facts.items():
        assert gaps(TEXTS["common"][path.removeprefix("common.")]) <= given, path


def test_form_errors() -> None:
    """Each error of a form has words whose placeholders it fills, and no other has."""
    in_forms = (
        errors.BadRecording,
        errors.InvalidHost,
        errors.CannotConnect,
        errors.Busy,
        errors.TimedOut,
        errors.CertificateChanged,
        errors.Redirected,
        errors.NoIdentity,
        errors.WrongGateway,
        errors.LoginError,
        errors.NoLoginCheck,
        errors.TooManySessions,
    )
    # A form asks the identity page and the login's, each of them once.
    shown = [
        err
        for err in RAISED
        if isinstance(err, in_forms)
        and key_of(err) not in ("redirected_to_error", "timed_out", "busy_still")
    ]
    keys = {key_of(err) for err in shown}
    assert keys == set(TEXTS["config"]["error"])
    for err in shown:
        text = TEXTS["config"]["error"][key_of(err)]
        assert gaps(text) <= {*facts_of(err), "token_page"}, text


def test_form_steps() -> None:
    """Each step has a title, a description, and two texts for each field."""
    texts = TEXTS["config"]["step"]
    in_code = {
        name.removeprefix("async_step_")
        for flow in (config_flow.RawDataConfigFlow, LoginSteps, PracticeSteps)
        for name in vars(flow)
        if name.startswith("async_step_")
    }
    # One only prepares, the others are what menus lead to.
    leading = {"reauth", "enter", "take_address", "use_token", "other_token"}
    assert in_code - leading == set(texts)
    for step in texts.values():
        assert step["title"]
        assert step["description"]
    menus = {name for name in texts if "menu_options" in texts[name]}
    assert menus == {"start", "offer", "moved", "token_found"}
    for name in menus:
        assert set(texts[name]["menu_options"]) <= in_code
    for name in set(texts) - menus - {"take_over", "code", "practise"}:
        asked = {"host", "use_manual_token"}
        by_hand = name.endswith("_token")
        asked |= {"token"} if by_hand else {"username", "password"}
        if name.startswith("reconfigure"):
            asked |= {"exchanged"}
        assert set(texts[name]["data"]) == asked
        assert set(texts[name]["data_description"]) == asked
    for part in ("data", "data_description"):
        asked = {"code", "new_code", "forget_password"}
        assert set(texts["code"][part]) == asked
        assert set(texts["practise"][part]) == {"recording", "file"}
    assert set(TEXTS["config"]["abort"]) == {
        "already_configured",
        "entry_removed",
        "practised_already",
        "reauth_successful",
        "reconfigure_successful",
        "recording_changed",
    }


def test_options() -> None:
    """Each option has two texts, and each choice has a name."""
    step = TEXTS["options"]["step"]["init"]
    form: dict[Any, Any] = options_form._schema("en").schema  # noqa: SLF001
    groups = {str(key) for key in form if isinstance(form[key], section)}
    assert groups == set(step["sections"])
    known = {str(key) for key in form} - groups
    assert known == set(step["data"]) == set(step["data_description"])
    for name in groups:
        inside = {str(key) for key in form[name].schema.schema}
        texts = step["sections"][name]
        assert inside == set(texts["data"]) == set(texts["data_description"])
    assert set(options.Senders) == set(TEXTS["selector"]["who_may_send"]["options"])


def test_issues() -> None:
    """Each repair issue has a title and says what to do."""
    keys = {
        key
        for module, tree in MODULES
        for name, call in calls(tree)
        if name == "async_create_issue"
        and module not in (guards.issues, restoring.issues)
        for key in values(keyword(call, "translation_key"), module, tree)  # type: ignore[arg-type]
    } | {*guards.ISSUES, *restoring.RESTORE_ISSUES}
    assert keys == set(TEXTS["issues"])
    for issue in TEXTS["issues"].values():
        assert issue["title"]
        assert issue["fix_flow"]["step"]
        for step in issue["fix_flow"]["step"].values():
            assert step["title"]
            assert step["description"]


_LIKE = {"code": "code", "token": "user_token", "host": "reconfigure"}


def test_forms_of_repairs() -> None:
    """A field has the same words in a repair as in the form that adds a gateway."""
    form = TEXTS["config"]["step"]
    for key in guards.ISSUES:
        fix = TEXTS["issues"][key]["fix_flow"]
        assert fix["error"]["refused"] == "{problem}"
        for name, step in fix["step"].items():
            if "menu_options" in step:
                assert name == "init" or step == form[name]
                continue
            like = form[_LIKE.get(name, "user")]
            assert step["data"].items() <= like["data"].items()
            assert set(step["data"]) == set(step["data_description"])
            for field in {*step["data"]} - {"password"}:
                told = step["data_description"][field]
                assert told == like["data_description"][field]


def _fields(action: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields of an action and its sections, as the editor shows them."""
    plain: dict[str, Any] = {}
    sections: dict[str, Any] = {}
    for name, field in ACTIONS[action]["fields"].items():
        if "fields" in field:
            sections[name] = field
            plain |= field["fields"]
        else:
            plain[name] = field
    return plain, sections


@pytest.mark.parametrize("action", SCHEMAS)
def test_action(action: str) -> None:
    """Each field that an action takes is described, named and no other is."""
    plain, sections = _fields(action)
    texts = TEXTS["services"][action]
    schema = SCHEMAS[action].schema
    assert set(plain) == {str(key) for key in schema} == set(texts["fields"])
    assert set(sections) == set(texts.get("sections", {}))
    for name, field in plain.items():
        assert set(texts["fields"][name]) == {"name", "description"}
        for choice in field["selector"].values():
            if choice and "translation_key" in choice:
                kind = "choices" if "choices" in choice else "options"
                named = TEXTS["selector"][choice["translation_key"]][kind]
                assert set(named) == set(choice[kind])
    required = {str(key) for key in schema if isinstance(key, vol.Required)}
    assert required <= {name for name, field in plain.items() if field.get("required")}


def test_all_actions() -> None:
    """All actions are described, named and have an icon."""
    icons = json.loads((FOLDER / "icons.json").read_bytes())["services"]
    assert set(SCHEMAS) == set(ACTIONS) == set(TEXTS["services"]) == set(icons)
    for icon in icons.values():
        assert icon["service"].startswith("mdi:")


def test_manifest() -> None:
    """The manifest's keys stand as Home Assistant's own checks want them."""
    keys = list(json.loads((FOLDER / "manifest.json").read_bytes()))
    assert keys == ["domain", "name", *sorted(set(keys) - {"domain", "name"})]


@pytest.mark.parametrize(("path", "text"), list(texts_of("en").items()))
def test_text(path: str, text: str) -> None:
    """A text renders in Home Assistant and in a browser, and is a sentence."""
    for _, name, spec, conversion in Formatter().parse(text):
        assert name is None or name.isidentifier(), "not a plain placeholder"
        assert not spec
        assert not conversion
    # The browser's formatter takes an apostrophe before these as a quote, and
    # shows doubled braces as an error.
    assert not re.search(r"'[{}<#|]|\{\{|\}\}|[<>](?! )", text)
    line = re.sub(r"\n\n|\n- ", " ", text)
    assert not re.search(r"https?:|www\.|\[%key|&\w+;|\n|  |^ | $", line)
    label = (
        r"(\.name|title|(\.step|\.sections)\.\w+\.data\.\w+"
        r"|\.((menu_)?options|choices)\.\w+)$"
        # Hints are sentences, and what else is here is a part of one.
        r"|^common\.(?!hint_|test_)"
    )
    if text == "{problem}" or path.startswith("config_panel."):
        # The page has both; tests/integration/explorer looks at its texts.
        return
    if not re.search(label, path):
        assert text.endswith("."), "no sentence"
    else:
        assert not text.endswith("."), "a label is no sentence"
