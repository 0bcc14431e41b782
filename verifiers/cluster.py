"""Tasks on a running Dask cluster (extra `cluster`): the executor of a client, after checks that the bits will agree."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import Any

from verifiers.errors import LearningTheoremsError
from verifiers.fingerprints import environment

CONNECT_SECONDS = 10
NO_DASK = "--scheduler needs Dask: pip install 'learning-theorems[cluster]'"


class Cluster:
    """A client of the scheduler at `address` (tcp://host:port).

    workers: how many threads the cluster has. Raises LearningTheoremsError if Dask is not installed, the scheduler does
    not answer, has no workers, or a worker has other versions of what results depend on.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise LearningTheoremsError(NO_DASK) from None
        try:
            # results through the scheduler: it knows at once which workers are gone
            self.client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False, direct_to_workers=False)
        except (OSError, TimeoutError, ValueError) as reason:
            raise LearningTheoremsError(f"no Dask scheduler answers at {address}: {_sentence(reason)}") from None
        try:
            self.workers = self._checked(address)
        except BaseException:
            self.client.close()
            raise

    def _checked(self, address: str) -> int:
        threads = self.client.nthreads()
        if not threads:
            raise LearningTheoremsError(f"the Dask scheduler at {address} has no workers")
        own = environment()
        try:
            found = self.client.run(_worker_environment)
        except Exception as reason:  # a worker without this package cannot even read the function
            raise LearningTheoremsError(f"the workers of {address} cannot run theorems: {_sentence(reason)}") from None
        for worker, there in found.items():
            for name, here in own.items():
                if there.get(name) != here:
                    raise LearningTheoremsError(f"the worker {worker} has {name} {there.get(name)}, this client {here}: "
                                                "results would not agree")
        return sum(threads.values())

    def executor(self) -> Executor:
        """Tasks are sent to any worker; those of a worker that is lost are sent to another one by the scheduler."""
        made: Executor = self.client.get_executor(pure=False, retries=2)
        return made

    def close(self) -> None:
        self.client.close()


def _worker_environment() -> dict[str, str]:
    """Run on a worker: pin BLAS and tell its versions."""
    from threadpoolctl import threadpool_limits
    threadpool_limits(1)
    return environment()


def _sentence(reason: BaseException) -> Any:
    text = str(reason).strip().splitlines()
    return text[0] if text else type(reason).__name__
