"""What a result depends on: the theorem's file, every module of ours that it reaches, the engine, the libraries.

A result with another fingerprint is out of date. Imports are read from the source, so that a kernel counts for the
theorems that use it and for no others.
"""

from __future__ import annotations

import ast
import hashlib
import platform
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ENGINE = "verifiers.verify"
LIBRARIES = ("sympy", "mpmath", "numpy", "scipy", "python-flint")


def fingerprint(theorem: Any) -> str:
    """Hash of all that the theorem's verification depends on, but for seed and sample sizes (16 hexadecimal digits)."""
    return _fingerprint(theorem.module)


@cache
def _fingerprint(module: str) -> str:
    roots = frozenset({"numerics", "verifiers", module.split(".")[0]})
    total = hashlib.sha256(_libraries().encode())
    for name in sorted(reached(module, roots) | reached(ENGINE, roots)):
        total.update(f"{name}:{_content(name)}\n".encode())
    return total.hexdigest()[:16]


def reached(module: str, roots: frozenset[str]) -> frozenset[str]:
    """The module and all modules of the packages `roots` that it imports, directly or not."""
    todo, seen = [module], {module}
    while todo:
        for name in _imports(todo.pop()):
            if name.split(".")[0] in roots and name not in seen and _file(name):
                seen.add(name)
                todo.append(name)
    return frozenset(seen)


@cache
def _imports(module: str) -> tuple[str, ...]:
    file = _file(module)
    return tuple(_named(ast.parse(file.read_bytes()), module)) if file else ()


def _named(tree: ast.AST, module: str) -> Iterator[str]:
    """Absolute names that may be modules, wherever in the file they are imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = module.split(".")[:-node.level] if _is_plain(module) else module.split(".")[:1 - node.level or None]
                base = ".".join([*package, *([base] if base else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _is_plain(module: str) -> bool:
    file = _file(module)
    return file is not None and file.name != "__init__.py"


@cache
def _file(module: str) -> Path | None:
    """The source of a module, None if there is no such module."""
    try:
        spec = find_spec(module)
    except (ModuleNotFoundError, AttributeError, ValueError):
        return None
    return Path(spec.origin) if spec and spec.origin and spec.origin.endswith(".py") else None


@cache
def _content(module: str) -> str:
    file = _file(module)
    return hashlib.sha256(file.read_bytes()).hexdigest() if file else ""


@cache
def _libraries() -> str:
    return ";".join(f"{name}={v}" for name, v in libraries().items()) + "\n"


def libraries() -> dict[str, str]:
    """Versions of Python and of the libraries that results depend on."""
    def installed(name: str) -> str:
        try:
            return version(name)
        except PackageNotFoundError:
            return "none"
    return {"python": platform.python_version(), "machine": platform.machine(), **{n: installed(n) for n in LIBRARIES}}


def environment() -> dict[str, str]:
    """What two processes need to have in common for the same bits: the libraries, and our own engine."""
    roots = frozenset({"numerics", "verifiers"})
    engine = hashlib.sha256("".join(f"{name}:{_content(name)}\n" for name in sorted(reached(ENGINE, roots))).encode())
    return {**libraries(), "engine": engine.hexdigest()[:16]}
