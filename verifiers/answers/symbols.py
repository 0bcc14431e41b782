"""The symbols that an answer may use: the question's variables with every way of writing them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Symbol:
    r"""A variable of a question.

    name: its canonical name in trees and points ("sigma", "s1"); latex: how LaTeX writes it ("\sigma", "\sigma_1"; by
    default the name itself, or the Greek letter of that name); vector: whether it is written with an index, p_i or p[i];
    integer: whether it takes integer values only.
    """

    name: str
    latex: str = ""
    vector: bool = False
    integer: bool = False
