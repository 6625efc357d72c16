# SPDX-License-Identifier: Apache-2.0
"""SystemVerilog as tokens whose texts can be edited in place; joined again they are the file, line for line."""

import re

PATTERN = re.compile(r"""
    (?P<space>\s+|//[^\n]*|/\*.*?\*/)
  | (?P<string>"(?:\\.|[^"\\])*")
  | (?P<directive>`\w+)
  | (?P<number>(?:\d+)?'[sS]?[bodhBODH][0-9a-fA-FxXzZ_?]+|'[01](?!\w)|\d[\d_]*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<system>\$\w+)
  | (?P<symbol>::|<<<|>>>|<<|>>|<=|>=|===|!==|==|!=|&&|\|\||\+:|-:|\+\+|--|\*\*|'\{|'\(|.)
""", re.VERBOSE | re.DOTALL)

OPENING = {"(": ")", "[": "]", "{": "}", "'(": ")", "'{": "}"}

ASSERTIONS = {"`LINKWRIGHT_ASSERT", "`LINKWRIGHT_CHECK_PARAMETER"}


class SourceError(Exception):
    """Something that is not understood; its text starts with file:line."""


class Token:
    """text is the original, out what is written in its place."""

    __slots__ = ("kind", "text", "out", "line")

    def __init__(self, kind, text, line):
        self.kind = kind
        self.text = text
        self.out = text
        self.line = line


class Source:
    """One file. tokens: all of it; code: without spaces, comments and what a false `ifdef hides."""

    def __init__(self, path, text, defines=()):
        self.path = path
        self.tokens = []
        line = 1
        for match in PATTERN.finditer(text):
            self.tokens.append(Token(match.lastgroup, match.group(), line))
            line += match.group().count("\n")
        self.defines = set(defines)
        self._hide_false_branches(self.defines)
        self.code = [token for token in self.tokens if token.kind != "space"]
        self._hide_assertions()
        self.code = [token for token in self.code if token.kind != "space"]

    def _hide_false_branches(self, defines):
        taken = []  # per open `ifdef: is the current branch read
        expects = None
        for token in self.tokens:
            if expects and token.kind == "word":
                taken.append((token.text in defines) == (expects == "`ifdef"))
                expects = None
                token.kind, token.out = "space", ""
            elif token.text in ("`ifdef", "`ifndef"):
                expects = token.text
                token.kind, token.out = "space", ""
            elif token.text in ("`else", "`endif"):
                if not taken:
                    raise SourceError(f"{self.path}:{token.line}: error: {token.text} without `ifdef")
                was = taken.pop()
                if token.text == "`else":
                    taken.append(not was)
                token.kind, token.out = "space", ""
            elif not all(taken):
                token.kind, token.out = "space", "\n" * token.text.count("\n")

    def _hide_assertions(self):
        for at, token in enumerate(self.code):
            if token.text in ASSERTIONS and token.kind == "directive":
                for hidden in self.code[at:self.closing(at + 1) + 1]:
                    hidden.kind, hidden.out = "space", ""

    def error(self, token, message):
        return SourceError(f"{self.path}:{token.line}: error: {message}")

    def closing(self, at):
        """Position in code of the bracket that closes the one at `at`."""
        stack = []
        for position in range(at, len(self.code)):
            text = self.code[position].text
            if text in OPENING:
                stack.append(OPENING[text])
            elif stack and text == stack[-1]:
                stack.pop()
                if not stack:
                    return position
            elif text in (")", "]", "}"):
                break
        raise self.error(self.code[at], f"'{self.code[at].text}' is never closed")

    def outermost(self, first, end, wanted):
        """Positions in code from first up to before end of what is wanted, outside of brackets."""
        found = []
        while first < end:
            if self.code[first].text in OPENING:
                first = self.closing(first)
            elif self.code[first].text in wanted:
                found.append(first)
            first += 1
        return found

    def words(self, first, end):
        """Code from first up to before end as one line, as edited."""
        return " ".join(token.out for token in self.code[first:end] if token.out).replace(" :: ", "::")

    def __str__(self):
        return "".join(token.out for token in self.tokens)
