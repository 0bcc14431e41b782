"""Reads a formula in plain text, written as in SymPy or as one types mathematics: 2x, n!, x^2, 75%, Sum(1/k, (k, 1, n))."""

from __future__ import annotations

from collections.abc import Sequence

from verifiers.answers.symbols import Symbol
from verifiers.answers.texts import ascii_forms, characters, lexing, vocabulary
from verifiers.answers.texts.brackets import BracketParser
from verifiers.answers.texts.lexing import Token
from verifiers.answers.texts.names import Names, key
from verifiers.answers.texts.writing import written
from verifiers.answers.trees import Apply, Collected, Constant, Number, Tree, Variable, number


def read(text: str, symbols: Sequence[Symbol]) -> Tree:
    """The tree of a formula in plain text. Raises CannotRead."""
    spellings = frozenset(symbol.name for symbol in symbols)
    tokens = lexing.tokens(characters.plain(text), text, spellings)
    return AsciiParser(tokens, Names(symbols, text), text, written).whole()


class AsciiParser(BracketParser):
    """The operands of plain text."""

    def begins_factor(self, token: Token) -> bool:
        """A name, a parenthesis or a root may follow a factor directly."""
        return token.kind == "name" or token.is_op("(", "√")

    def begins_function(self, token: Token) -> bool:
        """Whether a token is a function's name that no symbol hides."""
        return token.kind == "name" and self.names.find(token.text) is None and token.text in vocabulary.FUNCTIONS

    def exponent(self) -> Tree:
        """A factor, so that powers associate to the right; a name directly after a raised number is ambiguous."""
        self.enter()
        base = self.position - 2
        signs = self.signs()
        plain = self.token.kind == "number" and self.after().kind == "name" and not self.after().spaced
        tree = self.negated(self.postfixed(self.primary(), self.position), signs)
        if plain and self.token.kind == "name":
            right = self.primary()
            stem = Variable(self.written(self.tokens[base].span)) if base >= 0 else number(1)
            raise self.ambiguous(max(base, 0), Apply("mul", (Apply("pow", (stem, tree)), right)),
                                 Apply("pow", (stem, Apply("mul", (tree, right)))))
        self.depth -= 1
        return tree

    def primary(self) -> Tree:
        """A number, a name, or a formula in brackets."""
        start, token = self.position, self.token
        if token.kind == "number":
            return self.number()
        if token.kind == "name":
            return self.name()
        if token.is_op("(", "["):
            return self.bracketed()
        if token.is_op("{"):
            self.take()
            return Collected("set", self.items("}"), span=self.since(start))
        if token.is_op("|"):
            return self.bars()
        if token.is_op("√"):
            self.take()
            return Apply("root", (self.deeper(), number(2)), self.since(start))
        if token.is_op("not"):
            self.take()
            return Apply("not", (self.deeper(),), self.since(start))
        raise self.unexpected("a number, a name or “(”")

    def deeper(self) -> Tree:
        """An operand of a prefix operator."""
        self.enter()
        tree = self.primary()
        self.depth -= 1
        return tree

    def number(self) -> Number:
        """A decimal; ambiguous where its power of ten could be a symbol of the question."""
        token = self.take()
        letter = next((c for c in token.text if c in "eE"), "")
        if letter and self.names.find(letter) is not None:
            raise self.error(f"“{self.written(token.span)}” can be a power of ten or contain the symbol {letter}; "
                             "write * for a product", token.span)
        return lexing.number(token.text, self.text, token.span)

    # --- names --------------------------------------------------------------------------------------------------------

    def name(self) -> Tree:
        """A symbol, function, constant or structure."""
        start, token = self.position, self.take()
        canonical = self.names.find(token.text)
        if canonical is not None:
            return self.symbol(canonical, start)
        indexed = self.indexed(token)
        if indexed is not None:
            return indexed
        if self.token.is_op("("):
            form = ascii_forms.form(self, token, start)
            if form is not None:
                return form
        if token.text in vocabulary.CONSTANTS:
            return self.constant(token)
        if token.text in vocabulary.FUNCTIONS or token.text in ascii_forms.LOGARITHMS:
            return ascii_forms.function(self, token, start)
        raise self.unknown(token)

    def unknown(self, token: Token) -> Exception:
        """The error for an unknown name; adjacent symbols are shown with a sign between them."""
        letters = list(token.text)
        if 1 < len(letters) <= 8 and all(self.names.find(letter) or letter in vocabulary.CONSTANTS for letter in letters):
            return self.error(f"“{self.written(token.span)}” is not a symbol of this question; write {'*'.join(letters)} "
                              "for the product", token.span)
        functions = [*vocabulary.FUNCTIONS, *ascii_forms.NAMES] if self.token.is_op("(") else vocabulary.CONSTANTS
        return self.names.unknown(token.text, token.span, functions)

    def symbol(self, canonical: str, start: int) -> Tree:
        """A symbol, with the index in brackets of a vector."""
        if not self.token.is_op("["):
            return Variable(canonical, span=self.since(start))
        if not self.names.vector(canonical):
            raise self.error(f"{canonical} is not a vector, so it has no entries", self.since(start))
        opening = self.take()
        index = self.items("]")
        if len(index) != 1:
            raise self.error("a vector has one index", (opening.span[0], self.since(start)[1]))
        return Variable(canonical, index[0], self.since(start))

    def indexed(self, token: Token) -> Tree | None:
        """An entry p_i, p_1 or p1 of a vector; None if the name is not of this form."""
        base, _, index = token.text.partition("_")
        if not index:
            base = token.text.rstrip("0123456789₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙₚ")
            index = token.text[len(base):]
        canonical = self.names.find(base) if index else None
        index = key(index)
        if canonical is None or not self.names.vector(canonical):
            return None
        if index.isdigit():
            return Variable(canonical, lexing.number(index, self.text, token.span), token.span)
        inner = self.names.find(index)
        if inner is None:
            raise self.names.unknown(index, token.span)
        return Variable(canonical, Variable(inner, span=token.span), token.span)

    def constant(self, token: Token) -> Tree:
        """A constant; a letter directly before “(” may be meant as a function."""
        name = vocabulary.CONSTANTS[token.text]
        if name in ("e", "i") and self.token.is_op("("):
            raise self.error(f"“{token.text}(” can be a product with the constant {token.text} or a function; write * for "
                             "a product", token.span)
        return Constant(name, token.span)
