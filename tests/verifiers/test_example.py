"""The lecturer's collection under docs/ is confirmed as it stands."""

from pathlib import Path

from verifiers.collection import Collection, load
from verifiers.verify import verify


def test_the_example_collection_is_confirmed(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "docs" / "course-theorems"))
    loaded = load([Collection("course_theorems", "Theorems of the course")])
    assert not loaded.errors
    theorem, = loaded.theorems
    found = verify(theorem)
    assert found.confirmed and found.status == "proved"
