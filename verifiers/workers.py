"""Where tasks are performed: in this process, in a pool of worker processes, or on a Dask cluster.

All are executors of `concurrent.futures`, and give the same bits: BLAS runs on one thread everywhere, since its results
depend on the number of threads.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

BLAS_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def pin_blas() -> None:
    """One BLAS thread in this process and its children; has to run before NumPy is imported."""
    for variable in BLAS_THREADS:
        os.environ[variable] = "1"


@contextmanager
def few_collections() -> Iterator[None]:
    """Import inside, without garbage collection; afterwards it leaves alone what is there, and runs seldom.

    SymPy makes very many small objects that live long, and few circles; its cache of 1000 results is too small for us.
    """
    os.environ.setdefault("SYMPY_CACHE_SIZE", "100000")  # read when SymPy is imported
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(100_000, 20, 100)
        gc.enable()


class InProcess(Executor):
    """Performs a task when it is submitted."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as reason:
            future.set_exception(reason)
        return future


def worker_processes(jobs: int) -> Executor:
    """An executor of `jobs` processes: in this process for one job, else a pool of new interpreters."""
    if jobs == 1:
        return InProcess()
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_warm, initargs=(os.getpid(),))


def stop(executor: Executor, kill: bool) -> None:
    """End an executor; `kill` ends its processes in the middle of their tasks."""
    if not isinstance(executor, ProcessPoolExecutor):
        executor.shutdown(wait=not kill)
        return
    processes = list((executor._processes or {}).values())  # shutdown forgets them
    executor.shutdown(wait=not kill, cancel_futures=True)
    for process in processes if kill else ():
        process.terminate()


def _warm(parent: int) -> None:
    """Import the engine before the first task, with BLAS on one thread; end when the process that started it is gone."""
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    pin_blas()
    with few_collections():
        from threadpoolctl import threadpool_limits

        import verifiers.tasks  # noqa: F401
    threadpool_limits(1)


def _end_with(parent: int) -> None:
    """Exit once the parent process has died; a killed one cannot stop its workers."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)


@contextmanager
def ignoring_interrupts() -> Iterator[None]:
    """Workers started inside ignore Ctrl-C (they inherit it): it is for this process to stop them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
