"""The translation keys that the code uses, read from the code itself."""

import ast
from collections.abc import Iterator
from dataclasses import fields
import importlib
from pathlib import Path
from typing import Any

from custom_components.enphase_envoy_raw_data.gateway import errors
from custom_components.enphase_envoy_raw_data.words import (
    MISSING_KEYS,
    key_at_set_up,
    key_of,
)

PACKAGE = "custom_components.enphase_envoy_raw_data"
FOLDER = Path(__file__).parents[2] / PACKAGE.replace(".", "/")

# Errors that say more by a reason, which is their first argument.
_BY_REASON = (
    errors.CannotConnect,
    errors.InputError,
    errors.NotRecorded,
    errors.OutcomeUnknown,
    errors.UnusableReply,
)
_REFUSAL = "_refusal"


def _modules() -> Iterator[tuple[Any, ast.Module]]:
    """Yield each module of the integration with its syntax tree."""
    for path in sorted(FOLDER.rglob("*.py")):
        name = ".".join(path.relative_to(FOLDER).with_suffix("").parts)
        name = name.removesuffix("__init__").rstrip(".")
        module = importlib.import_module(f"{PACKAGE}.{name}".rstrip("."))
        yield module, ast.parse(path.read_text())


MODULES = list(_modules())


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call of something that has a name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            yield name, node


def _function(tree: ast.Module, name: str) -> ast.FunctionDef:
    """Return a function of a module."""
    (found,) = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == name
    )
    return found


def values(value: ast.expr, module: Any, tree: ast.Module) -> set[str]:
    """Return what an expression may be; an expression that isn't clear fails."""
    match value:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.IfExp(body=body, orelse=orelse):
            return values(body, module, tree) | values(orelse, module, tree)
        case ast.Call(func=ast.Name(id=name)):
            returns = (
                node.value
                for node in ast.walk(_function(tree, name))
                if isinstance(node, ast.Return) and node.value
            )
            return set[str]().union(*(values(one, module, tree) for one in returns))
        case ast.Subscript(value=ast.Name(id=name)):
            return set(vars(module)[name].values())
        case ast.Name(id=name) if name in vars(module):
            return {vars(module)[name]}
        case ast.JoinedStr():
            code = compile(ast.Expression(value), "key", "eval")
            return {eval(code, vars(module))}  # noqa: S307
    message = f"{module.__name__}:{value.lineno}: {ast.unparse(value)}"
    raise AssertionError(message)


def _names(value: ast.expr | None, tree: ast.Module) -> set[str]:
    """Return the keys of a dict, written on the spot or assigned before."""
    match value:
        case ast.Dict(keys=keys):
            return {key.value for key in keys if isinstance(key, ast.Constant)}  # type: ignore[misc]
        case ast.Name(id=name):
            for node in ast.walk(tree):
                if (
                    isinstance(node, ast.Assign)
                    and ast.unparse(node.targets[0]) == name
                ):
                    return _names(node.value, tree)
    return set()


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """Return a keyword argument."""
    return next((one.value for one in call.keywords if one.arg == name), None)


def _sample(kind: type[errors.GatewayError], **given: Any) -> errors.GatewayError:
    """Return an error with something in each fact."""
    values = {
        fact.name: 1 if "float" in str(fact.type) or "int" in str(fact.type) else "x"
        for fact in fields(kind)
        if fact.init
    }
    return kind(**values | given)


def _leaves(kind: type[Any]) -> Iterator[type[Any]]:
    """Yield the classes that are raised."""
    if not kind.__subclasses__():
        yield kind
    for child in kind.__subclasses__():
        yield from _leaves(child)


def _reasons() -> Iterator[errors.GatewayError]:
    """Yield an error for each reason that the code gives."""
    for module, tree in MODULES:
        for name, call in calls(tree):
            kind = getattr(errors, name, None)
            if not (isinstance(kind, type) and issubclass(kind, _BY_REASON)):
                continue
            place = 1 if kind is errors.OutcomeUnknown else 0
            for reason in values(call.args[place], module, tree):
                yield _sample(kind, reason=reason)


def keys_of(err: errors.GatewayError) -> set[str]:
    """Return the keys that an error may have, of a read and of a write."""
    keys = {key_of(err), key_of(err, writes=True), key_at_set_up(err)}
    return keys | {MISSING_KEYS[key] for key in keys if key in MISSING_KEYS}


def _raised() -> list[errors.GatewayError]:
    """Return each error that the client may raise, in each variant with own words."""
    found = list(_reasons())
    for kind in _leaves(errors.GatewayError):
        if kind is errors.Refused:
            found += [_sample(kind, status=status) for status in range(300, 600)]
        elif not issubclass(kind, _BY_REASON):
            found.append(_sample(kind))
    busy = errors.Busy(503, "x")
    busy.attempts = 2
    lasting = errors.CloudFailed(404)
    lasting.lasting = True
    dead: list[errors.DeadToken] = [errors.TokenExpired(), errors.TokenRefused()]
    for one in dead:
        one.minutes_off = 9
    return [
        *found,
        errors.EndlessReply(0),
        errors.CloudFailed(None),
        errors.CodeTooSoon(1),
        errors.CodeTooSoon(1, elsewhere=True),
        errors.Redirected(301, "/error"),
        errors.NotAllowed(401, "installer", "x"),
        errors.TimedOut(1),
        busy,
        lasting,
        errors.NotAllowed(401, "envoy", "x"),
        *dead,
    ]


RAISED = _raised()


def context(err: errors.GatewayError) -> set[str]:
    """Return the placeholders that are there wherever such an error is translated."""
    match err:
        case errors.InvalidEndpoint():
            return {"endpoint"}
        case errors.InvalidExpression():
            return {"field"}
        case errors.InvalidHost():
            return {"gateway", "host"}
        case errors.LoginError():
            return {"gateway"}
        case errors.Refused() | errors.Redirected() if key_of(err) in MISSING_KEYS:
            return {"gateway", "host", "endpoint", "similar", "seen"}
        case errors.NotAllowed():
            return {"gateway", "host", "endpoint", "token_page"}
    return {"gateway", "host", "endpoint"}


def refusals() -> Iterator[tuple[str, set[str]]]:
    """Yield key and placeholders of each error that no gateway error is behind."""
    for module, tree in MODULES:
        for name, call in calls(tree):
            if name == "refusal":
                yield from _refused(call, module, tree, set())
            key = keyword(call, "translation_key")
            if key is None or not name.endswith("Error"):
                continue
            given = _names(keyword(call, "translation_placeholders"), tree)
            if ast.unparse(key) not in ("key", "key or key_of(err)"):
                for one in values(key, module, tree):
                    yield one, given
                continue
            for other, inner in calls(tree):
                if other == _REFUSAL:
                    yield from _refused(inner, module, tree, given)


def _refused(
    call: ast.Call, module: Any, tree: ast.Module, given: set[str]
) -> Iterator[tuple[str, set[str]]]:
    """Yield key and placeholders of a call of a function that makes such errors."""
    more = {keyword.arg for keyword in call.keywords if keyword.arg}
    for one in values(call.args[0], module, tree):
        yield one, given | more
