"""The statuses that the last verifications found, as far as the theorems' files are still the same.

A verification file holds one run. Beside it, `statuses.json` keeps each theorem's last status over all runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from verifiers.errors import LearningTheoremsError
from verifiers.files import read_json, write_json

NAME = "statuses.json"
RESULTS = Path("theorem-results/verification.json")  # as `verifiers.run.RESULTS`, without its imports


def remember(results: Iterable[Any], file: Path) -> None:
    """Note the statuses of a run beside the file that holds its results."""
    known = _read(file.parent / NAME)
    for result in results:
        status = result.status if result.confirmed else "failed"
        known[result.name] = {"fingerprint": result.fingerprint, "status": status}
    write_json(file.parent / NAME, dict(sorted(known.items())))


def statuses(theorems: Iterable[Any], file: Path = RESULTS) -> dict[str, str | None]:
    """The last status of each theorem, None if it was not verified or its file has changed since."""
    from verifiers.fingerprints import fingerprint
    known = _read(file.parent / NAME)
    for found in _read(file).get("theorems", []):
        known[found["name"]] = {"fingerprint": found["fingerprint"],
                                "status": found["status"] if found["confirmed"] else "failed"}
    return {t.name: known[t.name]["status"] if known.get(t.name, {}).get("fingerprint") == fingerprint(t) else None
            for t in theorems}


def _read(path: Path) -> dict[str, Any]:
    """The content of a results file; an absent or damaged one holds nothing."""
    try:
        found = read_json(path) if path.exists() else {}
    except LearningTheoremsError:
        return {}
    return found if isinstance(found, dict) else {}
