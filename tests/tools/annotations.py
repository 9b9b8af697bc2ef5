"""Counts the public functions that say what they take and return: `python -m tests.tools.annotations`.

It looks at the modules for which mypy asks for annotations (`disallow_untyped_defs` in pyproject.toml), or at all (`--all`).
"""

import ast
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

ROOT = Path(__file__).parents[2]
APPS = ("home", "media", "partners", "portal")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def patterns() -> list[str]:
    """The modules for which mypy asks for annotations."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]
    strict = (override for override in config["overrides"] if override.get("disallow_untyped_defs"))
    return [module for override in strict for module in override["module"]]


def is_asked(module: str, asked: list[str]) -> bool:
    """Whether a pattern of mypy means a module."""
    return any(
        fnmatchcase(module, pattern) or fnmatchcase(module, pattern.removesuffix(".*")) for pattern in asked
    )


def public_functions(body: list[ast.stmt]) -> Iterator[Function]:
    """The functions and methods of a module or class whose names do not begin with an underscore."""
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public_functions(node.body)
        elif isinstance(node, Function) and not node.name.startswith("_"):
            yield node


def is_annotated(function: Function) -> bool:
    """Whether every parameter but self and cls, and the result, has a type."""
    of = function.args
    named = [*of.posonlyargs, *of.args, *of.kwonlyargs, *filter(None, (of.vararg, of.kwarg))]
    return function.returns is not None and all(
        one.annotation for one in named if one.arg not in ("self", "cls")
    )


def main() -> None:
    """Print the counts of each app, and where annotations are missing."""
    asked = ["*"] if "--all" in sys.argv else patterns()
    total: Counter[str] = Counter()
    for app in APPS:
        found: Counter[str] = Counter()
        for path in sorted((ROOT / app).rglob("*.py")):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            if "migrations" in path.parts or not is_asked(module, asked):
                continue
            for function in public_functions(ast.parse(path.read_text()).body):
                found["annotated" if is_annotated(function) else "without"] += 1
                if not is_annotated(function) and "--all" not in sys.argv:
                    print(f"{path.relative_to(ROOT)}:{function.lineno} {function.name}")
        print(f"{app:9} {found['annotated']:5} annotated {found['without']:5} without")
        total += found
    print(f"{'all':9} {total['annotated']:5} annotated {total['without']:5} without")


if __name__ == "__main__":
    main()
