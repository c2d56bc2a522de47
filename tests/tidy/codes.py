"""The table of diagnostics: every code has its texts in both languages, a matching name, and a use."""
import re

import cpp
from tree import Finding

FOLDER = "src/base/codes/"
FIELDS = ["name", "zh message", "en message", "zh hint", "en hint", "zh explanation", "en explanation"]
_STRING = re.compile(r'"((?:\\.|[^"\\\n])*)"')
_HAN = re.compile("[\u3400-\u9fff]")


def kebab(enumerator):
    """DidYouMean -> did-you-mean; Utf8Broken -> utf8-broken."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", enumerator).lower()


def split_arguments(text):
    """The arguments of a macro call: `text` begins behind its '('. Returns (arguments, index behind the ')')."""
    arguments, current, depth, at = [], "", 0, 0
    while at < len(text):
        string = _STRING.match(text, at)
        if string:
            current += string.group(0)
            at = string.end()
            continue
        c = text[at]
        if c == ")" and depth == 0:
            return arguments + [current.strip()], at + 1
        if c == "," and depth == 0:
            arguments.append(current.strip())
            current = ""
        else:
            depth += (c == "(") - (c == ")")
            current += c
        at += 1
    return arguments + [current.strip()], at


def value_of(argument):
    """The text of one or more adjacent string literals; None when it is something else."""
    if _STRING.sub("", argument).strip():
        return None
    return "".join(_STRING.findall(argument)).replace('\\"', '"').replace("\\\\", "\\").replace("\\n", "\n")


def read_codes(tree):
    """([(path, line, arguments)]) of every HERALD_CODE."""
    found = []
    for path, text in tree.under(FOLDER, ".def"):
        code = cpp.blank(text, strings=False)
        for match in re.finditer(r"\bHERALD_CODE\s*\(", code):
            arguments, _ = split_arguments(code[match.end():])
            found.append((path, code.count("\n", 0, match.start()) + 1, arguments))
    return found


def check_texts(tree):
    """Nine arguments each, the texts present, in their language, with the same holes for arguments."""
    findings = []
    for path, line, arguments in read_codes(tree):
        def report(message):
            findings.append(Finding(path, line, "code-texts", message))
        if len(arguments) != 9:
            report(f"`{arguments[0]}` has {len(arguments)} arguments instead of 9")
            continue
        texts = dict(zip(FIELDS, [value_of(a) for a in arguments[1:2] + arguments[3:]]))
        name = arguments[0]
        if arguments[2] not in ("Note", "Warning", "Error"):
            report(f"`{name}`: the severity is Note, Warning or Error, not `{arguments[2]}`")
        for field, text in texts.items():
            if text is None:
                report(f"`{name}`: the {field} is no string")
            elif not text.strip() and not field.endswith("hint"):
                report(f"`{name}`: the {field} is empty")
        if None in texts.values():
            continue
        if bool(texts["zh hint"]) != bool(texts["en hint"]):
            report(f"`{name}` has a hint in one language only")
        for field in FIELDS[1:]:
            if re.fullmatch(r"(\{\d+\}|\W)*", texts[field]):
                continue  # nothing but arguments: the words are given where the code is used
            if field.startswith("zh") and texts[field] and not _HAN.search(texts[field]):
                report(f"`{name}`: the {field} is not Chinese")
            if field.startswith("en") and texts[field] and not re.search(r"[a-z]{2}", re.sub(r"`[^`]*`", "", texts[field])):
                report(f"`{name}`: the {field} is not English")
        for field in ("zh message", "en message"):
            if re.search(r"[.。!！]$", texts[field]):
                report(f"`{name}`: the {field} ends in a full stop")
        if re.match(r"[A-Z][a-z]", texts["en message"]):
            report(f"`{name}`: the en message begins with a capital")
        for field in ("message",):
            holes = [set(re.findall(r"\{(\d+)\}", texts[f"{language} {field}"])) for language in ("zh", "en")]
            # A message may choose its words by language ({1} Chinese, {2} English), so only their number is held equal.
            if len(holes[0]) != len(holes[1]):
                report(f"`{name}`: the {field}s have different arguments: {sorted(holes[0])} and {sorted(holes[1])}")
    return findings


def check_names(tree):
    """Enumerator and kebab-case name match; both are unique."""
    findings, seen = [], {}
    for path, line, arguments in read_codes(tree):
        name = value_of(arguments[1]) if len(arguments) > 1 else None
        if name is None:
            continue
        if kebab(arguments[0]) != name:
            findings.append(Finding(path, line, "code-name", f"`{arguments[0]}` should be called `{kebab(arguments[0])}`, not `{name}`"))
        for word in (arguments[0], name):
            if word in seen:
                findings.append(Finding(path, line, "code-name", f"`{word}` is there already: {seen[word]}"))
            seen[word] = f"{path}:{line}"
    return findings


def check_uses(tree):
    """Every code is given out somewhere in src/, and every .def is part of all.def."""
    code = "\n".join(cpp.blank(text) for path, text in tree.under("src/", ".h", ".cc"))
    used = set(re.findall(r"\bCode::(\w+)", code))
    findings = [Finding(path, line, "code-unused", f"`{arguments[0]}` is used nowhere in src/")
                for path, line, arguments in read_codes(tree) if arguments[0] not in used]
    whole = tree.texts.get(FOLDER + "all.def", "")
    listed = {target for _, _, target in cpp.includes(whole)}
    for path, _ in tree.under(FOLDER, ".def"):
        if path != FOLDER + "all.def" and path[len("src/"):] not in listed:
            findings.append(Finding(path, 0, "code-list", f"{FOLDER}all.def does not include it"))
    return findings


CHECKS = [check_texts, check_names, check_uses]
