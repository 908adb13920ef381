"""What scripts/mutate needs around mutmut, in a copy of the tree.

`prepare FILE...` makes the copy ready, `judge FILE...` compares what no test has
noticed with tests/mutations.toml.
"""

import ast
from dataclasses import dataclass
from pathlib import Path
import re
import subprocess
import sys
import tomllib
from typing import Final, override

ROOT: Final = "custom_components/enphase_envoy_raw_data/gateway/"
EXPLAINED: Final = Path("tests/mutations.toml")

# The folders of tests that are about a room or file, if they are others than the one
# with its name. More would notice more, and take long.
_CLIENT: Final = (
    "gateway/traffic",
    "gateway/wire",
    "gateway/login",
    "gateway/rehearsal",
)
_NEARBY: Final = {
    "client.py": (*_CLIENT, "practice"),
    "errors": ("gateway/errors", "gateway/traffic", "gateway/wire"),
    "probe.py": ("gateway/catalogue",),
    "recorded": ("practice",),
    "traffic": _CLIENT,
    "verification.py": ("gateway/merging",),
    "wire": _CLIENT,
}

_PLUGIN: Final = "mutated_client"

# Days and long sequences, in which nothing happens that other tests don't show.
_LEFT_OUT: Final = "not test_a_day and not test_any_sequence"

# The first only says something to the type checker. The second would keep what the
# unchanged function has returned, so that a test of a change saw that.
_NOTHING: Final = re.compile(r"override|lru_cache\b.*")

# mutmut knows them, and abstract methods have nothing to change.
_LEFT: Final = ("abstractmethod", "classmethod", "staticmethod")

_RESULT: Final = re.compile(r"\s*(\S+): ([\w ]+)$")

type _Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, order=True)
class Mutation:
    """A change that no test has noticed."""

    file: str
    function: str
    before: str
    after: str

    @override
    def __str__(self) -> str:
        """Return it as it stands in the file, without its reason."""
        return "\n".join(
            [
                "[[unnoticed]]",
                *(
                    f"{name} = '''{value}'''" if "'" in value else f"{name} = '{value}'"
                    for name, value in vars(self).items()
                ),
            ]
        )


def prepare(files: list[str]) -> None:
    """Make the files fit for mutmut, and tell it what to do."""
    for file in map(Path, files):
        file.write_text(undecorated(file.read_text()))
    tests = [str(test) for test in _tests(files)]
    settings = {
        "source_paths": ["custom_components"],
        "only_mutate": files,
        "also_copy": ["custom_components", "docs", "scripts", "simulator"],
        "pytest_add_cli_args": ["-q", "-p", _PLUGIN, "-k", _LEFT_OUT],
        "pytest_add_cli_args_test_selection": tests,
        # In seconds, for a busy machine.
        "timeout_constant": 20,
        "timeout_multiplier": 5,
    }
    with Path("pyproject.toml").open("a") as project:
        project.write("\n[tool.mutmut]\n")
        project.writelines(f"{name} = {value!r}\n" for name, value in settings.items())


def _tests(files: list[str]) -> list[Path]:
    """Return the tests that are about a room or files of it."""
    room = files[0].removeprefix(ROOT).partition("/")[0]
    return [
        test
        for near in _NEARBY.get(room, (f"gateway/{room}",))
        for test in sorted(Path("tests", near).glob("test_*.py"))
    ]


def undecorated(source: str) -> str:
    """Return Python source whose functions are decorated afterwards.

    mutmut leaves functions with a decorator as they are. Below a function, the same
    decorator is a statement of its own, and does the same.
    """
    lines = source.splitlines()
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.decorator_list
    ]
    for function in sorted(functions, key=lambda node: -node.lineno):
        decorators = [ast.unparse(one) for one in function.decorator_list]
        if not any(name in _LEFT for name in decorators):
            _move(
                lines,
                function,
                [one for one in decorators if not _NOTHING.fullmatch(one)],
            )
    return "\n".join([*lines, ""])


def _move(lines: list[str], function: _Function, decorators: list[str]) -> None:
    """Move the decorators of a function behind it."""
    indent = " " * function.col_offset
    name = function.name
    end = function.end_lineno or 0
    lines[end:end] = [
        f"{indent}{name} = {decorator}({name})" for decorator in reversed(decorators)
    ]
    first = function.decorator_list[0].lineno - 1
    del lines[first : function.lineno - 1]


def judge(files: list[str]) -> int:
    """Say what is not as the file explains it; return how many that are."""
    looked_at = [file.removeprefix(ROOT) for file in files]
    explained = {
        Mutation(*(one[name] for name in ("file", "function", "before", "after")))
        for one in tomllib.loads(EXPLAINED.read_text())["unnoticed"]
        if one["file"] in looked_at and one["reason"]
    }
    counts: dict[str, int] = {}
    found: set[Mutation] = set()
    for name, outcome in _results():
        counts[outcome] = counts.get(outcome, 0) + 1
        if outcome not in ("killed", "timeout"):
            found.add(_mutation(name))
    print(", ".join(f"{outcome}: {count}" for outcome, count in counts.items()))
    for text, mutations in (
        ("No test notices, and nobody says why:", found - explained),
        (
            "A test notices by now, so it has to be explained no more:",
            explained - found,
        ),
    ):
        for mutation in sorted(mutations):
            print(f"\n{text}\n{mutation}")
    print(f"\n{len(found)} unnoticed, {len(found - explained)} of them unexplained.")
    return len(found ^ explained)


def _results() -> list[tuple[str, str]]:
    """Return the name of each change, and what became of it."""
    lines = _mutmut("results", "--all", "true").splitlines()
    return [(found[1], found[2]) for line in lines if (found := _RESULT.match(line))]


def _mutation(name: str) -> Mutation:
    """Return what a change is."""
    module, _, mangled = name.rpartition(".")
    function = mangled.partition("__mutmut_")[0].removeprefix("x")
    diff = _mutmut("show", name).splitlines()
    sides = ["", ""]
    for line in diff:
        for side, sign in enumerate("-+"):
            if line.startswith(sign) and not line.startswith(sign * 3):
                sides[side] += f" {line[1:].strip()}"
    return Mutation(
        file=module.replace(".", "/").removeprefix(ROOT) + ".py",
        function=function.replace("ǁ", ".").strip("._") or function,
        before=sides[0].strip(),
        after=sides[1].strip(),
    )


def _mutmut(*arguments: str) -> str:
    """Return what mutmut says."""
    command = [sys.executable, "-m", "mutmut", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(sys.argv[2:])
    else:
        sys.exit(judge(sys.argv[2:]) > 0)
