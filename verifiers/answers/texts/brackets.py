"""Brackets of both syntaxes: groups, lists, intervals such as [0, 1), absolute values and norms."""

from __future__ import annotations

from verifiers.answers.texts.grammar import Parser
from verifiers.answers.texts.lexing import Token
from verifiers.answers.trees import Apply, Collected, Tree


class BracketParser(Parser):
    """The parser with what stands in brackets."""

    square_groups = False  # whether [x] is a group, not a list of one entry

    def items(self, closing: str) -> tuple[Tree, ...]:
        """Formulas between commas up to a closing bracket, which is passed."""
        bar, self.open_bar = self.open_bar, ""
        found: list[Tree] = []
        if not self.token.is_op(closing):
            found.append(self.expression())
            while self.accept(","):
                found.append(self.expression())
        self.expect(closing, f"“,” or “{closing}”" if found else "")
        self.open_bar = bar
        return tuple(found)

    def bracketed(self) -> Tree:
        """A formula in parentheses, a list, or an interval such as [0, 1)."""
        start, opening = self.position, self.take().text
        bar, self.open_bar = self.open_bar, ""
        found: list[Tree] = []
        while not self.token.is_op(")", "]") or found:
            found.append(self.expression())
            if not self.accept(","):
                break
        self.open_bar = bar
        if not self.token.is_op(")", "]"):
            raise self.unexpected(f"“{')' if opening == '(' else ']'}”")
        closing = self.take()
        return self.in_brackets(tuple(found), opening, closing, start)

    def in_brackets(self, found: tuple[Tree, ...], opening: str, closing: Token, start: int) -> Tree:
        """What formulas in a pair of brackets mean."""
        ends = (opening == "(", closing.text == ")")
        if ends[0] != ends[1]:
            if len(found) != 2:
                raise self.error(f"“{opening}” is closed by “{closing.text}”", closing.span)
            return Collected("interval", found, open_ends=ends, span=self.since(start))
        if len(found) == 1 and (opening == "(" or self.square_groups):
            return found[0]
        if not found:
            raise self.error("there is nothing between the brackets", self.since(start))
        return Collected("tuple", found, open_ends=ends if len(found) == 2 else (False, False), span=self.since(start))

    def bars(self) -> Tree:
        """|x| or ||x||, which LaTeX also writes with a double bar."""
        start, sign = self.position, self.take().text
        double = sign == "|" and self.token.is_op("|") and not self.token.spaced
        if double:
            self.take()
        bar, self.open_bar = self.open_bar, "||" if double else sign
        inside = self.expression()
        self.open_bar = bar
        for _ in range(1 + double):
            self.expect(sign, "the closing bar (bars inside bars are written abs(…))")
        return Apply("abs" if sign == "|" and not double else "norm", (inside,), self.since(start))
