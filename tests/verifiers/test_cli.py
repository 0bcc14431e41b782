"""The command line: what it prints, what it writes, its exit statuses, and its one-sentence errors."""

import json

import pytest

from tests.verifiers.course import install
from verifiers import fingerprints
from verifiers.cli.app import app, main

RESULTS = "theorem-results/verification.json"


@pytest.fixture
def course(tmp_path, monkeypatch):
    install(tmp_path, monkeypatch, f"cli_{tmp_path.name}")
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def test_verify_prints_a_line_for_each_theorem_reasons_and_a_summary(course, capsys):
    assert main(["verify", "--quick"]) == 1
    out = capsys.readouterr().out
    good, bad = (line for line in out.splitlines() if line[:1] in "✓✗" and "/" in line)
    assert good.split()[:6] == ["✓", "mean-of-a-die", "proved", "2/2", "3/3", "1/1"]
    assert bad.split()[:3] == ["✗", "square-of-a-die", "failed"]
    assert "numeric enumerated at n = 3: refuted; the formula gives 5.6, the quantity is 4.666666667" in " ".join(
        out.split())
    assert "theorems      2: 1 confirmed, 1 failed" in out
    assert "kill rate" in out and "seed 20240229, quick" in out and RESULTS in out
    assert max(map(len, out.splitlines())) <= 80
    written = json.loads((course / RESULTS).read_text())
    assert written["summary"]["complete"] and len(written["theorems"]) == 2


def test_verify_of_a_confirmed_theorem_succeeds(course, capsys):
    assert main(["verify", "mean-of-a-die", "--quick", "--out", "a/b.json"]) == 0
    out = capsys.readouterr().out
    assert "✗" not in out and "a/b.json" in out
    assert json.loads((course / "a/b.json").read_text())["summary"]["confirmed"] == 1


def test_verify_json_is_the_written_result_alone_on_standard_output(course, capsys):
    assert main(["verify", "--quick", "--json"]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out) == json.loads((course / RESULTS).read_text())
    assert "✓ mean-of-a-die" in captured.err


def test_a_chapter_selects_its_theorems_and_a_fresh_seed_is_printed(course, capsys):
    main(["verify", "chapter", "--quick", "--seed", "fresh"])
    out = capsys.readouterr().out
    seed = json.loads((course / RESULTS).read_text())["summary"]["seed"]
    assert out.startswith(f"seed {seed}\n")


def test_a_stopped_run_says_how_to_go_on_and_resume_does(course, capsys, monkeypatch):
    from verifiers import run
    verify_all = run.verify_all

    def stopped(*arguments):
        yield next(verify_all(*arguments))
        raise KeyboardInterrupt
    monkeypatch.setattr(run, "verify_all", stopped)
    assert main(["verify", "--quick"]) == 130
    captured = capsys.readouterr()
    assert "--resume" in captured.err and "1 of 2 theorems" in captured.err
    monkeypatch.setattr(run, "verify_all", verify_all)
    assert main(["verify", "--quick", "--resume"]) == 1
    assert "theorems      2: 1 confirmed" in capsys.readouterr().out


def test_list_has_stable_keys_and_the_status_of_the_unchanged_file(course, capsys):
    def listed():
        assert main(["list", "--json"]) == 0
        return {t["name"]: t for t in json.loads(capsys.readouterr().out)}
    before = listed()["mean-of-a-die"]
    assert before == {"name": "mean-of-a-die", "title": "Mean of a die with n faces", "chapter": "chapter",
                      "file": f"cli_{course.name}/chapter/dice.py", "status": None,
                      "claim": r"\mathbb{E}\,X = \frac{n}{2} + \frac{1}{2}", "formula": "n/2 + 1/2",
                      "variables": ["n"], "covers": ["die-mean"]}
    main(["verify", "--quick"])
    main(["verify", "square-of-a-die", "--quick"])  # a later run of another theorem does not lose the first one's
    capsys.readouterr()
    assert {name: t["status"] for name, t in listed().items()} == {"mean-of-a-die": "proved",
                                                                 "square-of-a-die": "failed"}
    file = course / f"cli_{course.name}/chapter/dice.py"
    file.write_text(file.read_text() + "\n# changed\n")
    fingerprints._content.cache_clear()  # files are read once in a process
    fingerprints._fingerprint.cache_clear()
    assert {t["status"] for t in listed().values()} == {None}


def test_list_text_and_split(course, capsys):
    assert main(["list"]) == 0
    out = capsys.readouterr().out
    assert "chapter (2)" in out and "mean-of-a-die" in out and "2 theorems" in out
    assert main(["list", "--status", "--out", "split.txt"]) == 0
    assert (course / "split.txt").read_text().splitlines()[-2].split()[-1] == "2"
    assert main(["list", "--status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"]["not verified"] == 2


def test_show_reads_like_a_page(course, capsys):
    assert main(["show", "mean-of-a-die", "--trust"]) == 0
    out = capsys.readouterr().out
    for part in ("E X = n/2 + 1/2", "n positive integer", "Lectures on Dice, §1 (wrong as printed)",
                 "the faces are counted from 1", "Derivation by gauss. Add the faces.", "because Gauss",
                 "[checked; SymPy proved; second route exact", "Near misses"):
        assert part in out, part
    assert max(map(len, out.splitlines())) <= 80
    assert main(["show", "mean-of-a-die", "--latex"]) == 0
    latex = capsys.readouterr().out
    assert r"\begin{theorem}" in latex and r"\sum_{k=1}^{n} k" in latex
    assert main(["show", "mean-of-a-die", "--json", "--trust"]) == 0
    page = json.loads(capsys.readouterr().out)
    assert page["derivations"][0]["steps"][0]["trust"]["rests_on"] == "checked"


@pytest.mark.parametrize(("arguments", "message"), [
    (["verify", "mean-of-a-dye"], "no theorem or chapter is called 'mean-of-a-dye'; nearest: mean-of-a-die"),
    (["show", "mean"], "nearest: mean-of-a-die"),
    (["show", "chapter"], "is a chapter, not a theorem"),
    (["verify", "--jobs", "0"], "at least 1, not 0"),
    (["verify", "--jobs", "two"], "--jobs"),
    (["verify", "--seed", "lucky"], "'lucky' is neither an integer"),
    (["verify", "--quick", "--thorough"], "--quick and --thorough exclude each other"),
    (["verify", "--out", "file/below.json"], "cannot write file/below.json"),
    (["verify", "--out", "."], "cannot write ."),
    (["verify", "--resume", "--out", "file"], "file is not a JSON file"),
    (["list", "--out", "file/below"], "cannot write file/below"),
    (["show", "mean-of-a-die", "--latex", "--json"], "exclude each other"),
    (["prove"], "no such command 'prove'"),
    (["verify", "--fast"], "no such option: --fast"),
    (["show"], "missing argument"),
])
def test_bad_input_is_one_sentence_and_status_2(arguments, message, course, capsys):
    (course / "file").write_text("no JSON")
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    line, = captured.err.splitlines()
    assert line.startswith("theorems: ") and message in line


def test_no_command_prints_the_help_and_the_version_is_known(capsys):
    assert main([]) == 2
    assert "Commands:" in capsys.readouterr().err
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("learning-theorems ")


def test_every_command_has_help(capsys):
    for command in ("list", "show", "verify", "tables", "errata"):
        assert main([command, "--help"]) == 0
        assert f"Usage: theorems {command}" in capsys.readouterr().out


def test_an_internal_error_is_one_sentence_unless_its_traceback_is_wanted(course, capsys, monkeypatch):
    def broken():
        raise ValueError("no such thing")
    monkeypatch.setattr("verifiers.cli.listing.open_collections", broken)
    assert main(["list"]) == 3
    assert capsys.readouterr().err == "theorems: internal error, please report it: ValueError: no such thing\n"
    monkeypatch.setenv("THEOREMS_TRACEBACK", "1")
    with pytest.raises(ValueError, match="no such thing"):
        main(["list"])


def test_a_broken_file_is_named_and_counts_where_it_is_concerned(tmp_path, monkeypatch, capsys):
    name = f"cli_{tmp_path.name}"
    install(tmp_path, monkeypatch, name, broken="\n1 +\n")
    assert main(["list"]) == 0
    assert f"not read: {name}/chapter/broken.py:" in capsys.readouterr().err
    assert main(["verify", "mean-of-a-die", "--quick"]) == 0
    assert main(["verify", "chapter", "--quick"]) == 1
    assert "✗ not read" in capsys.readouterr().out
    assert main(["show", "mean-of-a-coin"]) == 2
    assert f"(not read because of errors: {name}/chapter/broken.py)" in capsys.readouterr().err


def test_the_runner_of_typer_works_with_the_app(course):
    from typer.testing import CliRunner
    result = CliRunner().invoke(app, ["list", "--json"])
    assert result.exit_code == 0 and len(json.loads(result.stdout)) == 2


def test_a_collection_without_theorems_cannot_be_verified(tmp_path, monkeypatch, capsys):
    install(tmp_path, monkeypatch, f"cli_{tmp_path.name}", dice="")
    assert main(["verify"]) == 2
    assert "no theorem to verify" in capsys.readouterr().err


@pytest.mark.parametrize(("latex", "text"), [
    (r"\mathbb{E}\,\operatorname{tr}\,(XX^{\mathsf T})^{-1}", "E tr (XXᵀ)⁻¹"),
    (r"\left|\hat\theta_i - \tfrac12\right| \le \frac{a + b}{c}", "|θ̂ᵢ - 1/2| ≤ (a + b)/c"),
    (r"\max_{q}\mathbb{E}_{p}[s(q,\cdot)]", "max_q Eₚ[s(q,·)]"),
    (r"P_{\text{null}} \text{ for every } x^{\alpha+1}", "P_null for every x^(α+1)"),
    (r"\sqrt{n}\,\|w\|_2^2 \unknownmacro{z}", "√n ‖w‖₂² unknownmacro z"),
    (r"\frac{", "/"), ("}", ""), ("", ""),
])
def test_statements_are_readable_without_latex(latex, text):
    from verifiers.plain import plain
    assert plain(latex) == text
