"""Long sampling runs written down on the way, so that a killed run goes on where it was."""

from __future__ import annotations

import hashlib
import io
import json
import os
import time
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from numerics.moments import Moments
from verifiers.errors import LearningTheoremsError
from verifiers.files import write_bytes
from verifiers.monte_carlo import MeanRun, statistical

EVERY = 5.0  # seconds between two writings of one point


@dataclass(slots=True)
class Watch:
    """What a long run does besides sampling: tell its progress, and keep checkpoints in a folder.

    on_progress(theorem, samples so far, samples in all), over the points of the theorem; folder: None keeps no
    checkpoints; resume: start from them.
    """

    on_progress: Callable[[str, int, int], None] | None = None
    folder: Path | None = None
    resume: bool = False
    written: dict[Path, float] = field(default_factory=dict)
    runs: dict[str, list[Any]] = field(default_factory=dict)

    def began(self, theorem: str, key: list[Any], run: Any) -> None:
        """Restore the point's earlier state, if there is one that fits."""
        self.runs.setdefault(theorem, []).append(run)
        path = self._path(key)
        if self.resume and path is not None and path.exists() and isinstance(run, MeanRun):
            _restore(path, run)

    def advanced(self, theorem: str, key: list[Any], run: Any) -> None:
        """Tell the progress; write the state down if the last writing is some seconds old."""
        if self.on_progress is not None:
            runs = self.runs[theorem]
            self.on_progress(theorem, sum(r.samples for r in runs), sum(r.budget for r in runs))
        path = self._path(key)
        if path is None or not isinstance(run, MeanRun):
            return
        now = time.monotonic()
        if run.finished or now - self.written.setdefault(path, now) >= EVERY:
            self.written[path] = now
            write_bytes(path, _state(run))

    def ended(self, keys: list[list[Any]]) -> None:
        """The theorem has its result: its checkpoints are no longer needed."""
        for key in keys:
            path = self._path(key)
            if path is not None:
                path.unlink(missing_ok=True)

    def _path(self, key: list[Any]) -> Path | None:
        if self.folder is None:
            return None
        return self.folder / f"{hashlib.sha256(json.dumps(key).encode()).hexdigest()[:24]}.npz"


def _state(run: MeanRun) -> bytes:
    interval = [float(run.interval.low), float(run.interval.high)]
    scalars = {"finished": run.finished, "interval": list(map(str, interval)), "chunks": run.chunks,
               "samples": run.samples, "looks": run.looks, "target": run.target,
               "spent": run.spent, "excluded": sorted(run.excluded), "needed": run.needed, "moments": asdict(run.moments)}
    buffer = io.BytesIO()
    np.savez(buffer, scalars=np.frombuffer(json.dumps(scalars).encode(), dtype=np.uint8),
             batches=np.frombuffer(run.batches))
    return buffer.getvalue()


def _restore(path: Path, run: MeanRun) -> None:
    """Put the state into the run. Raises LearningTheoremsError if the file is damaged."""
    try:
        with np.load(path) as found:
            scalars = json.loads(found["scalars"].tobytes())
            batches = found["batches"]
        moments = Moments(**scalars.pop("moments"))
        excluded = set(scalars.pop("excluded"))
        low, high = map(float, scalars["interval"])
        finished = bool(scalars["finished"])
        run.chunks, run.samples, run.looks, run.target, run.spent, run.needed = (
            scalars[name] for name in ("chunks", "samples", "looks", "target", "spent", "needed"))
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        raise LearningTheoremsError(f"the checkpoint {os.fspath(path)} is damaged; delete it to start again") from None
    run.moments, run.excluded, run.finished = moments, excluded, finished
    run.interval = statistical(low, high)
    run.batches.frombytes(batches.tobytes())
