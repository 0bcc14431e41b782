"""Runs: results are written as they come, resumed only where they fit, and do not depend on the selection."""

import json

import pytest

from tests.verifiers.course import install
from verifiers.collection import load_collections
from verifiers.errors import LearningTheoremsError
from verifiers.run import run, seed_from, settings_for


@pytest.fixture
def loaded(tmp_path, monkeypatch):
    install(tmp_path, monkeypatch, f"run_course_{tmp_path.name}")
    return load_collections()


def summary(path):
    return json.loads(path.read_text())["summary"]


def test_the_report_counts_and_is_written(loaded, tmp_path):
    out = tmp_path / "results" / "verification.json"
    report = run(loaded, loaded.theorems, settings_for(loaded, "quick"), out=out)
    found = summary(out)
    assert not report.confirmed and found["complete"]
    assert (found["theorems"], found["confirmed"], found["failed"]) == (2, 1, 1)
    assert found["near_misses_refuted"] <= found["near_misses"]
    assert 0 < found["alpha_spent"] <= found["alpha_budget"]
    good, bad = json.loads(out.read_text())["theorems"]
    assert good["confirmed"] and not bad["confirmed"]


def test_results_are_on_disk_when_each_is_reported(loaded, tmp_path):
    out, seen = tmp_path / "v.json", []
    run(loaded, loaded.theorems, settings_for(loaded, "quick"), out=out,
        on_result=lambda r: seen.append((summary(out)["theorems"], summary(out)["complete"])))
    assert seen == [(1, False), (2, False)]


def test_an_interrupted_run_keeps_what_is_finished_and_resumes(loaded, tmp_path, monkeypatch):
    out = tmp_path / "v.json"

    def stop(result):
        raise KeyboardInterrupt
    report = run(loaded, loaded.theorems, settings_for(loaded, "quick"), out=out, on_result=stop)
    assert not report.complete and not report.confirmed and len(report.results) == 1
    assert not summary(out)["complete"]
    verified = []
    monkeypatch.setattr("verifiers.run.verify_all", lambda theorems, *_: verified.extend(theorems) or iter(()))
    run(loaded, loaded.theorems, settings_for(loaded, "quick"), out=out, resume=True)
    assert [t.name for t in verified] == ["square-of-a-die"]


def test_resuming_refuses_other_settings_and_other_files(loaded, tmp_path):
    out = tmp_path / "v.json"
    run(loaded, loaded.theorems[:1], settings_for(loaded, "quick"), out=out)
    with pytest.raises(LearningTheoremsError, match=r"cannot resume .* seed"):
        run(loaded, loaded.theorems[:1], settings_for(loaded, "quick", 7), out=out, resume=True)
    out.write_text("[]")
    with pytest.raises(LearningTheoremsError, match="not a verification result"):
        run(loaded, loaded.theorems[:1], settings_for(loaded, "quick"), out=out, resume=True)


def test_a_selection_gives_the_same_result_as_the_whole_run(loaded):
    settings = settings_for(loaded, "quick")
    alone = run(loaded, loaded.theorems[:1], settings, out=None).results[0]
    whole = run(loaded, loaded.theorems, settings, out=None).results[0]
    assert alone.evidence == whole.evidence and alone.near_misses == whole.near_misses


def test_a_missing_file_to_resume_from_is_a_new_run(loaded, tmp_path):
    report = run(loaded, loaded.theorems[:1], settings_for(loaded, "quick"), out=tmp_path / "new.json", resume=True)
    assert report.confirmed


def test_jobs_and_seeds_are_checked(loaded):
    with pytest.raises(LearningTheoremsError, match="at least 1"):
        run(loaded, loaded.theorems, settings_for(loaded), jobs=0, out=None)
    assert seed_from("17") == 17 and 0 <= seed_from("fresh") < 2**32
    for text in ("", "-1", "1.5", "abc", str(2**64)):
        with pytest.raises(LearningTheoremsError, match="neither an integer"):
            seed_from(text)
