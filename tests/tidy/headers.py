"""The form of headers and files: what a header begins with, that its declarations are explained, how long a file may be."""
import re

import cpp
from tree import Finding

LINES_MAX = 600


def check_beginnings(tree):
    """Every header begins with `#pragma once` and a comment that says what it is."""
    findings = []
    for path, text in tree.under("src/", ".h"):
        lines = [line for line in text.splitlines()[:3] if line.strip()] + ["", ""]
        if lines[0] != "#pragma once":
            findings.append(Finding(path, 1, "header-form", "a header begins with `#pragma once`"))
        elif not lines[1].startswith("// "):
            findings.append(Finding(path, 2, "header-form", "behind `#pragma once` comes a comment that says what the header is"))
    return findings


def is_exempt(declaration):
    """What needs no comment of its own: it is private, a field of a type, says itself what it is, or is explained elsewhere."""
    text = cpp.without_template(declaration.text)
    if declaration.scope == "class" and declaration.kind == "other":
        return True  # the type's comment covers its fields; what a name cannot say stands behind the field
    if declaration.access in ("private", "hidden") or re.search(r"\w_($|\s*[={\[])", text):
        return True
    if re.match(r"(friend|static_assert|using [\w:]+$|extern template)", text) or re.search(r"\boverride\b", text):
        return True
    if declaration.scope == "class" and declaration.body and declaration.begin == declaration.end:
        return True  # a member on one line: its body is the explanation
    if re.fullmatch(r"(class|struct|union|enum|enum class)\s+[\w:]+(\s*:\s*[\w:]+)?", text):
        return True
    if re.search(r"=\s*(default|delete)$", text) or "operator" in text or "~" in text.split("(")[0]:
        return True
    head = text.split("(")[0]
    if declaration.owner and re.search(rf"(^|\s){re.escape(declaration.owner)}\s*$", head) and "(" in text:
        return True
    return declaration.kind == "function" and re.search(r"\w(<[^()]*>)?::\w+\s*$", head) is not None


def undocumented(text):
    """The declarations of a header that no comment explains, as (line, text).

    A `///` comment stands above a declaration or behind it (`///<`). Declarations without a blank line between them
    share the comment above the first.
    """
    raw = text.splitlines()
    found, covered = [], set()  # covered: last lines of declarations

    def line(number):
        return raw[number - 1].strip() if 0 < number <= len(raw) else ""

    def explained(declaration):
        if any("///<" in line(n) for n in range(declaration.begin, declaration.end + 1)):
            return True
        above = declaration.begin - 1
        return line(above).startswith("///") or above in covered and line(above) != ""

    # A type comes after its members in the list; fields ask only for their place, so the order of begins is right.
    for declaration in sorted(cpp.declarations(text), key=lambda d: (d.begin, -d.end)):
        if not is_exempt(declaration) and not explained(declaration):
            found.append((declaration.begin, declaration.text))
        covered.add(declaration.end)  # one finding a group is enough
    return found


def check_comments(tree):
    """Every declaration of a header, in a namespace or a class, has a `///` comment."""
    findings = []
    for path, text in tree.under("src/", ".h"):
        for line, declaration in undocumented(text):
            findings.append(Finding(path, line, "header-comment", f"no `///` comment: {declaration[:70]}"))
    return findings


def check_lengths(tree):
    """No file of code is longer than LINES_MAX lines, but with a line `// long:` and the reason."""
    findings = []
    for path, text in tree.texts.items():
        if not path.startswith(("src/", "tests/", "scripts/", "themes/", "assets/", ".ci/", "CMake")):
            continue
        if not (path.endswith((".h", ".cc", ".py", ".sh", ".js", ".mjs", ".css", ".html")) or "." not in path.split("/")[-1]):
            continue
        lines = text.count("\n")
        if lines > LINES_MAX and not re.search(r"(//|#|/\*|<!--)\s*long:\s*\w", text):
            findings.append(Finding(path, 0, "file-length", f"{lines} lines; split it, or say why in a line `// long: …`"))
    return findings


CHECKS = [check_beginnings, check_comments, check_lengths]
