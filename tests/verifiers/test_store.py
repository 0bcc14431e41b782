"""The store of results: what is unchanged is taken over, what is damaged or cannot be written is said once."""

import os

import pytest

from tests.verifiers.course import install
from verifiers.collection import load_collections
from verifiers.run import run, settings_for
from verifiers.store import Store, default_folder


@pytest.fixture
def loaded(tmp_path, monkeypatch):
    install(tmp_path, monkeypatch, f"store_course_{tmp_path.name}")
    return load_collections()


def verify(loaded, folder, seed=1):
    said = []
    report = run(loaded, loaded.theorems, settings_for(loaded, "quick", seed), out=None, store=Store(folder, said.append))
    return report, said


def test_confirmed_results_are_taken_over_and_are_the_same(loaded, tmp_path):
    first, _ = verify(loaded, tmp_path / "cache")
    again, said = verify(loaded, tmp_path / "cache")
    assert (first.cached, again.cached, said) == (0, 1, [])  # the failing theorem is verified again
    assert again.results[0].to_json() == first.results[0].to_json()
    assert verify(loaded, tmp_path / "cache", seed=2)[0].cached == 0


def test_a_damaged_entry_is_said_and_verified_again(loaded, tmp_path):
    verify(loaded, tmp_path / "cache")
    entry, = (tmp_path / "cache").glob("*/*.json")
    for text in ("{", "[]", '{"name": "other"}', entry.read_text().replace("mean-of-a-die", "mean-of-no-die")):
        entry.write_text(text)
        report, said = verify(loaded, tmp_path / "cache")
        assert report.cached == 0 and report.results[0].confirmed
        assert len(said) == 1 and "is damaged" in said[0] and "verified again" in said[0]


def test_a_cache_that_cannot_be_written_costs_nothing(loaded, tmp_path):
    (tmp_path / "file").write_text("")
    report, said = verify(loaded, tmp_path / "file" / "cache")
    assert report.results[0].confirmed and len(said) == 1 and "results are not cached: cannot write" in said[0]


def test_the_folder_is_chosen_by_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("THEOREMS_CACHE", str(tmp_path))
    assert default_folder() == tmp_path
    monkeypatch.delenv("THEOREMS_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "learning-theorems"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert os.fspath(default_folder()).endswith(os.path.join(".cache", "learning-theorems"))
