"""The collection as a whole: every claim of the finished chapters is covered, and each record says where it was printed."""

import csv
from pathlib import Path

import theorems
from verifiers import load_collections

CHAPTERS = {"prediction", "compression", "algorithmic_information", "random_matrices", "double_descent", "implicit_bias",
            "reinforcement_learning"}
FIRST_NOTES = "probabilistic-models"


def test_every_claim_of_the_first_notes_in_the_finished_chapters_is_covered():
    rows = list(csv.DictReader(Path(theorems.collection.rows).read_text(encoding="utf-8").splitlines()))
    covered = {row for t in load_collections().theorems for row in t.covers}
    wanted = {r["id"] for r in rows if r["chapter"] in CHAPTERS
              and (r["notes"] == FIRST_NOTES or r["chapter"] in ("prediction", "implicit_bias"))}
    assert len(wanted) > 100 and not wanted - covered


def test_all_files_are_read_and_every_record_has_a_source():
    loaded = load_collections()
    assert not loaded.errors
    assert {t.chapter for t in loaded.theorems} == CHAPTERS
    assert all(t.sources for t in loaded.theorems)


def test_variants_that_are_argued_to_be_true_are_few():
    loaded = load_collections()
    assert sum(len(t.true_variants) for t in loaded.theorems) <= 1
