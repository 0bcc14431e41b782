"""A Dask cluster of two processes: identical bits, one worker killed on the way; and what is said if there is none."""

import os
import time

import pytest

from verifiers.cluster import Cluster
from verifiers.collection import load_collections
from verifiers.errors import LearningTheoremsError
from verifiers.schedule import verify_all
from verifiers.tasks import Settings

distributed = pytest.importorskip("distributed")
NAMES = ("wishart-inverse-trace", "null-projection-trace", "wishart-inverse-mean")


@pytest.fixture(scope="module")
def local():
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        yield cluster


def plain(results):
    return {r.name: {**r.to_json(), "seconds": 0} for r in results}


def test_the_bits_are_the_same_and_a_killed_worker_is_survived(local):
    loaded, settings = load_collections(), Settings("quick", level=1e-9)
    theorems = [loaded.named(name) for name in NAMES]
    cluster = Cluster(local.scheduler_address)
    try:
        assert cluster.workers == 2
        results = verify_all(theorems, settings, cluster.workers, cluster.executor)
        found = [next(results)]
        os.kill(next(iter(cluster.client.run(os.getpid).values())), 9)
        found += results
    finally:
        cluster.close()
    assert plain(found) == plain(verify_all(theorems, settings, 1))
    assert all(r.confirmed for r in found)


def test_other_versions_on_a_worker_are_refused(local, monkeypatch):
    while not local.scheduler_info["workers"]:
        time.sleep(0.1)
    monkeypatch.setattr("verifiers.cluster.environment", lambda: {"sympy": "0.1"})
    with pytest.raises(LearningTheoremsError, match=r"the worker tcp://.* has sympy .*, this client 0\.1: results would"):
        Cluster(local.scheduler_address)


def test_an_unreachable_scheduler_is_one_sentence(monkeypatch):
    monkeypatch.setattr("verifiers.cluster.CONNECT_SECONDS", 0.3)
    with pytest.raises(LearningTheoremsError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        Cluster("tcp://127.0.0.1:9")
    with pytest.raises(LearningTheoremsError, match="no Dask scheduler answers at nonsense:"):
        Cluster("nonsense://")
