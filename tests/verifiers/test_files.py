"""Files are replaced in one step, and what cannot be written or read is one sentence."""

import json

import pytest

from verifiers.errors import LearningTheoremsError
from verifiers.files import read_json, write_json, write_text


def test_writing_makes_folders_and_replaces(tmp_path):
    path = tmp_path / "a" / "b.txt"
    write_text(path, "first\n")
    write_text(path, "ν second\n")
    assert path.read_bytes() == "ν second\n".encode()
    assert [p.name for p in path.parent.iterdir()] == ["b.txt"]


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path):
    path = tmp_path / "a.txt"
    write_text(path, "old\n")
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "\udc80")
    assert path.read_text() == "old\n" and len(list(tmp_path.iterdir())) == 1


def test_a_folder_and_a_file_in_the_way_are_refused(tmp_path):
    (tmp_path / "file").write_text("")
    for path in (tmp_path, tmp_path / "file" / "below.json"):
        with pytest.raises(LearningTheoremsError, match="cannot write"):
            write_json(path, {})


def test_json_round_trip_and_damage(tmp_path):
    write_json(tmp_path / "a.json", {"b": [1, "ν"]})
    assert read_json(tmp_path / "a.json") == {"b": [1, "ν"]}
    (tmp_path / "a.json").write_text(json.dumps({})[:-1])
    with pytest.raises(LearningTheoremsError, match="not a JSON file"):
        read_json(tmp_path / "a.json")
    with pytest.raises(LearningTheoremsError, match="cannot read"):
        read_json(tmp_path / "missing.json")
