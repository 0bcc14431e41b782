"""Confirmed results kept between runs, so that only what changed is verified again.

An entry is keyed by the fingerprint of all that the theorem's verification depends on and by the run's settings; so it
never has to be thrown away for being out of date.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any

from verifiers.errors import LearningTheoremsError
from verifiers.files import read_json, write_text
from verifiers.fingerprints import fingerprint
from verifiers.results import TheoremResult


def default_folder() -> Path:
    """$THEOREMS_CACHE, or `learning-theorems` in the user's cache folder."""
    if chosen := os.environ.get("THEOREMS_CACHE"):
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "learning-theorems"


@dataclass(slots=True)
class Store:
    """A folder of results. What cannot be read or written is said once, through `warn`, and costs nothing else."""

    folder: Path
    warn: Callable[[str], None]
    writable: bool = field(default=True)

    def get(self, theorem: Any, settings: Any) -> TheoremResult | None:
        """The stored result, None if there is none that fits."""
        path = self._path(theorem, settings)
        try:
            if not path.exists():
                return None
            found = TheoremResult.from_json(read_json(path))
            if found.name != theorem.name or found.fingerprint != fingerprint(theorem):
                raise ValueError("another theorem's result")
            return found if found.confirmed else None
        except (LearningTheoremsError, OSError, KeyError, TypeError, ValueError, AttributeError) as reason:
            self.warn(f"the cached result {path} is damaged ({reason}); {theorem.name} is verified again")
            return None

    def put(self, theorem: Any, settings: Any, result: TheoremResult) -> None:
        """Keep a confirmed result."""
        if not self.writable or not result.confirmed:
            return
        try:
            write_text(self._path(theorem, settings), json.dumps(result.to_json(), ensure_ascii=False) + "\n")
        except LearningTheoremsError as reason:
            self.writable = False
            self.warn(f"results are not cached: {reason}")

    def _path(self, theorem: Any, settings: Any) -> Path:
        named = json.dumps([theorem.name, fingerprint(theorem), *map(str, astuple(settings))])
        key = hashlib.sha256(named.encode()).hexdigest()[:32]
        return self.folder / key[:2] / f"{key}.json"
