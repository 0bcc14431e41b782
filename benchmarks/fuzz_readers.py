"""``python benchmarks/fuzz_readers.py --seconds 600``: coverage-guided fuzzing of the readers of answers with atheris.

Whatever the text, it is read or refused with `CannotRead` within a second of processor time, and what is read is written
and read back as the same tree.  A text that breaks this is shown and kept as a file by libFuzzer.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SYNTAXES = ("ascii", "latex", "auto")
SEEDS = (
    "P/(N-P-1)", "2(x+1)^2/n!", "Sum(1/k,(k,1,n))", "Piecewise((x,x>0),(0,True))", "Matrix([[1,2],[3,4]])", "[0,1) ∪ {2}",
    "|x|<=1 & x>0", "75%", "sin^2 x", "p_i + p[2]", "Interval(0,1,True,True)", "Normal(0,1)", "diff(x^2,x)", "σ²√2",
    r"\frac12\left(1+\ln(2\pi)\right)+\ln\sigma", r"\sum_{k=1}^{n}\binom nk p^k", r"\int_0^\infty x e^{-x^2}\,dx",
    r"\frac{d}{dx} x^3",
    r"\begin{cases}x & x>0\\0 & \text{otherwise}\end{cases}", r"\begin{pmatrix}a&b\\c&1\end{pmatrix}^{-1}",
    r"\psi^{(1)}(x)+H_n",
    r"\log_2 p\cdot\{1,2\}", r"\left\|x\right\|+\lfloor y\rfloor", r"\mathcal{N}(0,x)", "$1{,}234.5$", r"\boxed{x^{10}}",
)


def checked(modules: dict[str, Any]) -> Callable[[str, str], None]:
    """The check of one text, with the modules that were imported under instrumentation."""
    reading, writing = modules["reading"], modules["writing"]
    symbol, refusal = modules["symbols"].Symbol, modules["problems"].CannotRead
    names = [symbol("x"), symbol("y"), symbol("n", integer=True), symbol("sigma", r"\sigma"), symbol("s1", r"\sigma_1"),
             symbol("p", vector=True), symbol("i", integer=True)]

    def check(text: str, syntax: str) -> None:
        start = time.process_time()
        try:
            tree = reading.read_answer(text, names, syntax)
        except refusal as error:
            assert 0 <= error.span[0] <= error.span[1] <= max(len(text), 1), error.span
            assert error.marked() is not None and len(error.sentence) < 600, error.sentence
            return
        finally:
            assert time.process_time() - start < 1, "more than a second"
        written = writing.written(tree)
        if len(written) < writing.LONGEST:
            try:
                assert reading.read_answer(written, names, "ascii") == tree, written
            except refusal as error:  # a%b%c is written with functions inside each other
                assert error.sentence == modules["limits"].TOO_NESTED, (written, error.sentence)

    return check


def main(arguments: list[str] | None = None) -> int:
    """Fuzz for a number of seconds; the exit code of libFuzzer, or 2 without atheris."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    options = parser.parse_args(arguments)
    try:
        atheris = importlib.import_module("atheris")
    except ImportError:
        print("atheris is not installed: pip install atheris (it has wheels for Linux only)", file=sys.stderr)
        return 2
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    with atheris.instrument_imports(include=["verifiers.answers"]):
        modules = {name.rpartition(".")[2]: importlib.import_module(f"verifiers.answers.{name}")
                   for name in ("texts.reading", "texts.writing", "texts.limits", "symbols", "problems")}
    check = checked(modules)

    def one_input(data: bytes) -> None:
        text = data[1:].decode("utf-8", "ignore")
        check(text, SYNTAXES[data[0] % len(SYNTAXES)] if data else "auto")

    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(SEEDS):
            for first in range(len(SYNTAXES)):
                (Path(corpus) / f"{number}-{first}").write_bytes(bytes([first]) + seed.encode())
        atheris.Setup([sys.argv[0], corpus, f"-max_total_time={options.seconds}", "-max_len=300", "-timeout=10"], one_input)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
