"""A time limit for computations that may not end, such as symbolic simplification."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from verifiers.errors import TimeLimitReached


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeLimitReached inside the block after `seconds` (main thread on POSIX; elsewhere without limit).

    An outer limit that would end earlier stays in force.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(signum: int, frame: FrameType | None) -> None:
        raise TimeLimitReached(f"stopped after {seconds:g} s")

    started = time.monotonic()
    previous = signal.signal(signal.SIGALRM, stop)
    remaining, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    if remaining:
        signal.setitimer(signal.ITIMER_REAL, min(remaining, seconds))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
        if remaining:  # the outer limit goes on, and fires at once if it has passed meanwhile
            signal.setitimer(signal.ITIMER_REAL, max(remaining - (time.monotonic() - started), 1e-6))
