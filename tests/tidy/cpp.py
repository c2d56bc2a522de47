"""Reads C++ well enough to check its form: comments, includes, and the declarations of a header.

Not a compiler: it knows comments, literals, braces and the outline of a declaration. Everything works on text, so that
tests can hand it a few lines.
"""
import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/                                    # comments
      |R"(?P<mark>[^()\s\\]{0,16})\(.*?\)(?P=mark)"           # raw strings
      |"(?:\\.|[^"\\\n])*"                                    # strings
      |(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'                    # characters, but not the ' of 1'000
    """,
    re.S | re.X)


def _spaces(text):
    return re.sub(r"[^\n]", " ", text)


def blank(text, strings=True):
    """`text` with comments (and what is inside literals, unless `strings` is False) made spaces; lines stay."""
    def replace(match):
        token = match.group(0)
        if token.startswith("/"):
            return _spaces(token)
        if not strings:
            return token
        return token[0] + _spaces(token[1:-1]) + token[-1]
    return _TOKEN.sub(replace, text)


def includes(text):
    """All #include lines as (line, quote, path); quote is '"' or '<'."""
    found = []
    for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">\n]+)[">]', blank(text, strings=False), re.M):
        found.append((text.count("\n", 0, match.start()) + 1, match.group(1), match.group(2)))
    return found


@dataclass
class Declaration:
    text: str         # one line of code, bodies left out
    begin: int        # first line, from 1
    end: int          # last line
    scope: str        # "namespace" or "class": where it stands
    owner: str        # name of the class around it, else ""
    access: str       # "public", "protected", "private"
    kind: str         # "type", "function", "other"
    body: str         # code of a function's body, else ""
    body_begin: int   # line where the body begins, 0 without one


class _Scanner:
    """Walks over blanked code and collects what is declared in namespaces and classes."""

    def __init__(self, code):
        self.code = code
        self.at = 0
        self.found = []

    def line(self, at):
        return self.code.count("\n", 0, at) + 1

    def skip_braces(self):
        """Moves from a '{' behind its '}'."""
        depth = 0
        while self.at < len(self.code):
            c = self.code[self.at]
            depth += (c == "{") - (c == "}")
            self.at += 1
            if depth == 0:
                return

    def scope(self, kind, owner, access):
        """Reads declarations up to the '}' of this scope, or the end."""
        head, begin, parens = "", None, 0
        what, body, body_begin = "other", "", 0

        def finish(end):
            nonlocal head, begin, what, body, body_begin, parens
            if head.strip():
                text = " ".join(head.split())
                self.found.append(Declaration(text, self.line(begin), self.line(end), kind, owner, access,
                                              kind_of(text) if what == "other" else what, body, body_begin))
            head, begin, parens, what, body, body_begin = "", None, 0, "other", "", 0

        while self.at < len(self.code):
            c = self.code[self.at]
            if begin is None and not c.isspace():
                begin = self.at
            if c in "([":
                parens += 1
            elif c in ")]":
                parens -= 1
            if c == "{" and parens > 0:
                self.skip_braces()
                head += "{}"
                continue
            if c == "}" and parens <= 0:
                finish(self.at)
                self.at += 1
                return
            if c == ";" and parens <= 0:
                finish(self.at)
                self.at += 1
                continue
            if c == "{":
                form = brace_form(head)
                if form == "namespace":
                    self.at += 1
                    self.scope("namespace", "", "public")
                    head, begin, what = "", None, "other"
                    continue
                if form == "class":
                    plain = without_template(head)
                    name = re.match(r"(?:typedef\s+)?(?:class|struct|union)\s+(?:\[\[[^\]]*\]\]\s*|alignas\([^)]*\)\s*)*(\w*)", plain)
                    inner = "private" if plain.startswith("class") else "public"
                    self.at += 1
                    self.scope("class", name.group(1) if name else "", inner if access != "private" else "hidden")
                    head += " {}"
                    what = "type"
                    continue
                start = self.at
                self.skip_braces()
                if form == "function":
                    rest = self.code[self.at:].lstrip()
                    if rest[:1] in (",", "{"):  # a braced member initialiser
                        head += "{}"
                        continue
                    body, body_begin, what = self.code[start:self.at], self.line(start), "function"
                    finish(self.at - 1)
                    continue
                head += "{}"
                what = "type" if form == "enum" else what
                continue
            if c == ":" and kind == "class" and re.fullmatch(r"\s*(public|protected|private)\s*", head):
                word = head.strip()
                access = word if access != "hidden" else access
                head, begin = "", None
                self.at += 1
                continue
            head += c
            self.at += 1
        finish(len(self.code) - 1)


def without_template(head):
    """`head` without a leading `template <…>` and attributes."""
    head = head.strip()
    while head.startswith("template"):
        depth = 0
        for i, c in enumerate(head):
            depth += (c == "<") - (c == ">" and head[i - 1] != "-")
            if c == ">" and depth == 0:
                head = head[i + 1:].strip()
                break
        else:
            break
    return re.sub(r"^(\[\[[^\]]*\]\]\s*)+", "", head)


def brace_form(head):
    """What a '{' behind `head` opens: namespace, class, enum, function or init."""
    head = without_template(head)
    if re.match(r"(inline\s+)?namespace\b", head) or re.fullmatch(r'extern\s*"[^"]*"\s*', head):
        return "namespace"
    if re.match(r"(typedef\s+)?enum\b", head):
        return "enum"
    if re.match(r"(typedef\s+)?(class|struct|union)\b", head) and "(" not in re.sub(r"alignas\([^)]*\)", "", head) and "=" not in head:
        return "class"
    outside = re.sub(r"\([^()]*\)", "()", head)
    if ")" in head and not re.search(r"[^=!<>]=[^=]?\s*$|[^=!<>]=[^=].*$", re.sub(r"operator\s*\S+", "", re.sub(r"\(.*\)", "()", outside, flags=re.S))):
        return "function"
    return "init"


def kind_of(text):
    """The kind of a declaration that ended in ';' without a body."""
    text = without_template(text)
    if re.match(r"(using|typedef|class|struct|union|enum)\b", text):
        return "type"
    if "operator" in text:
        return "function"
    before = re.split(r"=(?!=)", text, maxsplit=1)[0]
    return "function" if re.search(r"[\w>]\s*\(", re.sub(r"\b(alignas|decltype|noexcept)\([^)]*\)|std::function<[^;]*>", "", before)) else "other"


def declarations(text):
    """What `text` declares in namespaces and classes, in order of their ends."""
    code = blank(text)
    code = re.sub(r"^[ \t]*#(?:\\\n|[^\n])*", lambda m: _spaces(m.group(0)), code, flags=re.M)
    scanner = _Scanner(code)
    scanner.scope("namespace", "", "public")
    return scanner.found
