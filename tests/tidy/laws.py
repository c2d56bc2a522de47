"""The laws of the architecture that can be read off the source: a pure middle, no exceptions, no global state."""
import re

import cpp
from tree import Finding

# The modules that touch the world. All others are functions from values to values.
EDGES = {"io", "net", "publish", "check", "build", "serve", "cli"}

WORLD_HEADERS = {"fstream", "filesystem", "iostream", "cstdio", "stdio.h", "unistd.h", "fcntl.h", "dirent.h", "sys/stat.h",
                 "sys/mman.h", "sys/socket.h", "ctime", "time.h", "clocale", "locale", "locale.h", "random", "csignal"}

WORLD_CALLS = [
    (r"\b(system_clock|steady_clock|high_resolution_clock|utc_clock)\b", "reads a clock"),
    (r"(?<![\w.>:])(?:std::|::)?(time|gettimeofday|clock_gettime|localtime|localtime_r|gmtime|gmtime_r|mktime)\s*\(", "reads the clock or the time zone"),
    (r"\b(secure_)?getenv\s*\(", "reads the environment"),
    (r"\b(setlocale|setenv|putenv)\s*\(", "changes the process"),
    (r"\bstd::locale\b", "depends on the locale"),
    (r"(?<![\w.>])(?:std::|::)?(fopen|freopen|tmpfile|remove|rename)\s*\(\s*\"", "touches files"),
    (r"\b(ifstream|ofstream|fstream|std::filesystem)\b", "touches files"),
    (r"\b(random_device)\b|(?<![\w.>:])(?:std::)?(rand|srand)\s*\(", "is not the same on every run"),
    (r"\bstd::(cout|cerr|clog|cin)\b|(?<![\w.>:])(?:std::)?(printf|fprintf|puts|perror)\s*\(", "speaks to the terminal"),
]


def module_of(path):
    return path.split("/")[1]


def sources(tree):
    """The files of the program. What stands in a module's generate/ runs when herald is built, and is no part of it."""
    return [(path, text) for path, text in tree.under("src/", ".h", ".cc") if "/generate/" not in path]


def check_purity(tree):
    """Law 1: between load and write nothing touches disk, network, clock, locale or environment."""
    findings = []
    for path, text in sources(tree):
        if module_of(path) in EDGES:
            continue
        for line, quote, target in cpp.includes(text):
            if quote == "<" and target in WORLD_HEADERS:
                findings.append(Finding(path, line, "pure-middle", f"<{target}> belongs to the edges: {', '.join(sorted(EDGES))}"))
        code = cpp.blank(text)
        for pattern, why in WORLD_CALLS:
            for match in re.finditer(pattern, code):
                findings.append(Finding(path, code.count("\n", 0, match.start()) + 1, "pure-middle", f"`{match.group(0).strip()}` {why}"))
    return findings


def check_exceptions(tree):
    """Law 7: no exception crosses a module, so none is thrown; what a library throws is caught at its door."""
    findings = []
    for path, text in sources(tree):
        code = cpp.blank(text)
        for match in re.finditer(r"\bthrow\b", code):
            findings.append(Finding(path, code.count("\n", 0, match.start()) + 1, "no-throw", "`throw`: return a Result or add a diagnostic"))
        if path.endswith(".h"):
            for match in re.finditer(r"\busing\s+namespace\b", code):
                findings.append(Finding(path, code.count("\n", 0, match.start()) + 1, "using-namespace", "`using namespace` in a header"))
    return findings


def is_variable(declaration):
    """True for a declaration in a namespace that makes a variable which can be changed."""
    text = cpp.without_template(declaration.text)
    if declaration.kind != "other" or declaration.scope != "namespace":
        return False
    if re.match(r"(using|typedef|friend|static_assert|class|struct|union|enum|namespace|template|HERALD_)\b", text):
        return False
    return not re.search(r"\b(const|constexpr|constinit|thread_local)\b", text) and len(text.split("=")[0].split()) > 1


def check_globals(tree):
    """Law 9: no global mutable state. A line `// global:` and the reason makes an exception."""
    findings = []
    for path, text in sources(tree):
        raw = text.splitlines()

        def report(line, what):
            near = raw[max(0, line - 3):line]
            if not any(re.search(r"//\s*global:\s*\w", l) for l in near):
                findings.append(Finding(path, line, "global-state", f"{what}; pass it in, or say why in a line `// global: …`"))

        for declaration in cpp.declarations(text):
            if is_variable(declaration):
                report(declaration.begin, f"a global variable: {declaration.text[:60]}")
            for match in re.finditer(r"\bstatic\s+(?!const\b|constexpr\b|inline\b|thread_local\b|constinit\s+const\b)(\w[^;{(=]*)", declaration.body):
                if not re.search(r"\bconst\b", match.group(1)):
                    report(declaration.body_begin + declaration.body.count("\n", 0, match.start()), f"a static variable: {match.group(0)[:60].strip()}")
        code = cpp.blank(text)
        for match in re.finditer(r"\bthread_local\b", code):
            report(code.count("\n", 0, match.start()) + 1, "a `thread_local` variable")
    return findings


CHECKS = [check_purity, check_exceptions, check_globals]
