"""No test reads or writes the user's cache of results."""

import pytest


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("THEOREMS_CACHE", str(tmp_path_factory.mktemp("cache")))
