"""The page /production of firmware 3, which is made for people."""

from ..site import Site
from . import statistics

_THOUSAND = 1000


def production(site: Site) -> str:
    """Return a page with a table of the production, in units that fit."""
    known = statistics.by_inverters(site)
    rows = (
        ("Currently", f"{_fit(known.watts)}W"),
        ("Today", f"{_fit(known.today)}Wh"),
        ("Past Week", f"{_fit(known.week)}Wh"),
        ("Since Installation", f"{_fit(known.lifetime)}Wh"),
    )
    cells = "\n".join(
        f"    <tr><td>{name}</td><td>{value}</td></tr>" for name, value in rows
    )
    return (
        "<!DOCTYPE html>\n<html>\n<head>\n  <title>Production</title>\n</head>\n"
        "<body>\n  <h1>System energy production</h1>\n  <table>\n"
        f"{cells}\n  </table>\n</body>\n</html>\n"
    )


def _fit(value: float) -> str:
    """Return a number with three or four digits and a prefix."""
    for prefix in ("", "k"):
        if value < _THOUSAND:
            return f"{value:.3g} {prefix}"
        value /= _THOUSAND
    return f"{value:.3g} M"
