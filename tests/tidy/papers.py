"""What is written about the program: docs/ say what is there, and nothing names the machine that it was written on."""
import os
import re

import modules
from tree import Finding

ARCHITECTURE = "docs/architecture.md"
INDEX = "docs/index.md"


def table_rows(text, first_header):
    """The rows of the Markdown table whose first header is `first_header`, as ([cells], line)."""
    rows, inside = [], False
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else None
        if cells is None:
            inside = False
        elif cells[0].lower() == first_header:
            inside = True
        elif inside and not re.fullmatch(r":?-+:?", cells[0]):
            rows.append((cells, number))
    return rows


def check_module_table(tree):
    """The table of modules in docs/architecture.md is src/modules.txt: floor, name, imports."""
    if ARCHITECTURE not in tree.texts:
        return [Finding(ARCHITECTURE, 0, "docs-modules", "there is no such page")]
    truth = {name: (floor, set(imports)) for name, (floor, imports, _) in
             modules.read_modules(tree.texts.get(modules.MODULES_FILE, ""))[0].items()}
    told, findings = {}, []
    for cells, line in table_rows(tree.texts[ARCHITECTURE], "floor"):
        if len(cells) < 4 or not cells[0].isdigit():
            findings.append(Finding(ARCHITECTURE, line, "docs-modules", "a row is: floor, module, purpose, imports"))
            continue
        name = cells[1].strip("`")
        told[name] = (int(cells[0]), set(re.findall(r"[a-z_]+", cells[3])))
        if name not in truth:
            findings.append(Finding(ARCHITECTURE, line, "docs-modules", f"`{name}` is not in {modules.MODULES_FILE}"))
        elif told[name] != truth[name]:
            findings.append(Finding(ARCHITECTURE, line, "docs-modules",
                                    f"`{name}` is on floor {truth[name][0]} and imports: {' '.join(sorted(truth[name][1])) or 'nothing'}"))
    for name in sorted(set(truth) - set(told)):
        findings.append(Finding(ARCHITECTURE, 0, "docs-modules", f"the module `{name}` is missing in the table"))
    return findings


def without_examples(text):
    """`text` without its fenced blocks; lines stay."""
    return re.sub(r"^( *)(```+|~~~+).*?^ *\2[ \t]*$", lambda m: re.sub(r"[^\n]", "", m.group(0)), text, flags=re.S | re.M)


def check_manual(tree):
    """Every page of docs/ is named in the index; links and `paths/in/code` of the pages and the README lead to something."""
    findings = []
    index = tree.texts.get(INDEX, "")
    if not index:
        findings.append(Finding(INDEX, 0, "docs-index", "there is no such page"))
    for path, text in [(p, t) for p, t in tree.under("docs/", ".md")] + [("README.md", tree.texts.get("README.md", ""))]:
        name = path[len("docs/"):]
        if path.startswith("docs/") and path != INDEX and f"({name}" not in index:
            findings.append(Finding(INDEX, 0, "docs-index", f"does not link to {name}"))
        for number, line in enumerate(without_examples(text).splitlines(), 1):
            for target in re.findall(r"\]\(([^)\s#]+)", re.sub(r"`[^`]*`", "", line)):
                if re.match(r"[a-z]+:", target):
                    continue
                real = os.path.normpath(os.path.join(os.path.dirname(path), target))
                if not tree.exists(real):
                    findings.append(Finding(path, number, "docs-link", f"leads to nothing: {target}"))
            # Paths of this repository; those below themes/ and content/ are a reader's own.
            for target in re.findall(r"`((?:src|tests|scripts|docs)/[\w./-]+)`", line):
                if not tree.exists(target):
                    findings.append(Finding(path, number, "docs-link", f"there is no {target}"))
    return findings


# Folders that many machines have: to name one of them says nothing about where this was written.
_COMMON = {"/", "/tmp", "/home", "/root", "/opt", "/srv", "/usr", "/usr/src", "/usr/local", "/var", "/mnt", "/media", "/src", "/data",
           "/project", "/app", "/build"}


def workplace_names(root, tree):
    """What gives this machine away: the repository's own place, the folder above it, and what lies beside it."""
    root = os.path.realpath(root)
    above = os.path.dirname(root)
    names = [place for place in (root, above) if place not in _COMMON]
    folders = {part for name in tree.names for part in name.split("/")[:-1]}
    if above not in _COMMON:
        names += [f"../{n}" for n in sorted(os.listdir(above)) if n not in folders and os.path.join(above, n) != root]
    return names


def check_workplace(tree, names):
    """No path of the machine, no folder beside the repository, and no one's home folder is named."""
    patterns = [(re.compile(r"(?<![\w./:-])" + re.escape(name) + r"(?![\w-])"), name) for name in names]
    patterns.append((re.compile(r"(?<![\w./:-])(/home/(?!user\b|me\b|USER\b)[a-z_][\w.-]*/|/[r]oot/|/Users/\w+/)"), "a home folder"))
    findings = []
    for path, text in tree.texts.items():
        for pattern, name in patterns:
            for match in pattern.finditer(text):
                findings.append(Finding(path, text.count("\n", 0, match.start()) + 1, "workplace", f"`{match.group(0)}` names a place of one machine"))
    return findings


def check_here(tree, root):
    return check_workplace(tree, workplace_names(root, tree))


CHECKS = [check_module_table, check_manual]
