"""Verifying theorems in this process or in a pool of worker processes, with the same bits either way.

A task is a theorem's name; every worker reads the collections itself. BLAS runs on one thread, since its results depend
on the number of threads.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from verifiers.results import TheoremResult

BLAS_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def pin_blas() -> None:
    """One BLAS thread in this process and its children; has to run before NumPy is imported."""
    for variable in BLAS_THREADS:
        os.environ[variable] = "1"


def verify_all(theorems: Sequence[Any], settings: Any, jobs: int) -> Iterator[TheoremResult]:
    """Results as they come (not in order); a worker that dies costs the theorem in hand, not the others."""
    if jobs == 1 or len(theorems) < 2:
        from verifiers.verify import verify
        for theorem in theorems:
            yield verify(theorem, settings)
        return
    by_name = {t.name: t for t in theorems}
    unfinished = yield from _pool(list(by_name), settings, jobs, by_name)
    for name in unfinished:  # one at a time, so that the theorem that kills its worker is known
        if (yield from _pool([name], settings, 1, by_name)):
            yield TheoremResult(name, by_name[name].chapter, by_name[name].file, "failed",
                                errors=(f"the worker process died while verifying {name}",))


def _pool(names: list[str], settings: Any, jobs: int, by_name: dict[str, Any]) -> Any:
    """Yield results of one pool; return the names without a result because the pool broke."""
    from verifiers.verify import verify_named
    left = dict.fromkeys(names)
    executor = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=pin_blas)
    try:
        with _ignoring_interrupts():
            futures: list[Future[TheoremResult]] = [executor.submit(verify_named, name, settings) for name in names]
        for future in as_completed(futures):
            result = future.result()
            left.pop(result.name)
            yield result
    except BrokenProcessPool:
        pass
    except BaseException:
        processes = list((executor._processes or {}).values())  # shutdown forgets them
        executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        raise
    executor.shutdown(wait=True, cancel_futures=True)
    return list(left)


@contextmanager
def _ignoring_interrupts() -> Iterator[None]:
    """Workers started inside ignore Ctrl-C (they inherit it): it is for this process to stop them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)

