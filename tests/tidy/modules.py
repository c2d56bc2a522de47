"""Floors and doors: which module may include which, and where the headers of libraries may stand."""
import re

import cpp
from tree import Finding

MODULES_FILE = "src/modules.txt"

# The headers of a library, the module that owns it, and in how many files they may stand (0: as many as it likes).
LIBRARIES = [
    (r"cmark-gfm.*\.h", "markdown", 1),
    (r"nlohmann/.*", "value", 1),
    (r"yaml\.h", "value", 1),
    (r"unicode/.*", "text", 0),
    (r"curl/.*", "net", 2),
    (r"gumbo\.h", "html", 1),
    (r"zip\.h", "archive", 1),
    (r"nettle/.*", "base", 1),
    (r"xxhash\.h", "base", 1),
    (r"qrcodegen/.*", "render", 1),
    (r"microhttpd\.h", "serve", 2),
    (r"fmt/.*", "", 0),
]

# The system's own headers. What is neither here nor above is a library that the table does not know.
STANDARD = set("""algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv chrono cinttypes climits
clocale cmath compare complex concepts condition_variable coroutine csetjmp csignal cstdarg cstddef cstdint cstdio cstdlib cstring
ctime cuchar cwchar cwctype deque exception execution expected filesystem format forward_list fstream functional future
initializer_list iomanip ios iosfwd iostream istream iterator latch limits list locale map memory memory_resource mutex new
numbers numeric optional ostream queue random ranges ratio regex scoped_allocator semaphore set shared_mutex source_location
span sstream stack stdexcept stop_token streambuf string string_view strstream syncstream system_error thread tuple
type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector version
assert.h ctype.h dirent.h dlfcn.h elf.h errno.h fcntl.h float.h ifaddrs.h inttypes.h limits.h link.h locale.h math.h netdb.h poll.h pthread.h pwd.h
sched.h signal.h spawn.h stddef.h stdint.h stdio.h stdlib.h string.h strings.h termios.h time.h unistd.h wchar.h""".split())
STANDARD_FOLDERS = ("sys/", "netinet/", "arpa/", "linux/", "net/if")


def read_modules(text):
    """({module: (floor, imports, line)}, findings) of modules.txt."""
    modules, findings = {}, []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = re.fullmatch(r"(\d+) ([a-z_]+):((?: [a-z_]+)*)", line.rstrip())
        if not match:
            findings.append(Finding(MODULES_FILE, number, "modules", f"not `FLOOR NAME: IMPORTS`: {line!r}"))
            continue
        name = match.group(2)
        if name in modules:
            findings.append(Finding(MODULES_FILE, number, "modules", f"the module `{name}` is there twice"))
        modules[name] = (int(match.group(1)), match.group(3).split(), number)
    return modules, findings


def check_table(tree):
    """modules.txt itself: every import is known and lies on a lower floor, so there can be no circle."""
    if MODULES_FILE not in tree.texts:
        return [Finding(MODULES_FILE, 0, "modules", "there is no table of modules")]
    modules, findings = read_modules(tree.texts[MODULES_FILE])
    for name, (floor, imports, line) in modules.items():
        for other in imports:
            if other not in modules:
                findings.append(Finding(MODULES_FILE, line, "unknown-module", f"`{name}` imports `{other}`, which is no module"))
            elif modules[other][0] >= floor:
                where = "up to" if modules[other][0] > floor else "sideways to"
                findings.append(Finding(MODULES_FILE, line, "floors", f"`{name}` (floor {floor}) goes {where} `{other}` (floor {modules[other][0]})"))
        if not tree.exists(f"src/{name}"):
            findings.append(Finding(MODULES_FILE, line, "modules", f"the module `{name}` has no folder src/{name}"))
    return findings


def check_includes(tree):
    """Every `#include "module/…"` of src/: of the module itself or one of its imports, and of a file that is there."""
    modules = read_modules(tree.texts.get(MODULES_FILE, ""))[0]
    findings = []
    for path, text in tree.under("src/", ".h", ".cc", ".def"):
        parts = path.split("/")
        module = parts[1] if len(parts) > 2 else ""
        if module not in modules:
            findings.append(Finding(path, 0, "unknown-module", f"`{module or path}` is no module of {MODULES_FILE}"))
            continue
        floor, imports, _ = modules[module]
        for line, quote, target in cpp.includes(text):
            if quote != '"':
                continue
            other = target.split("/")[0]
            if other not in modules or "/" not in target:
                findings.append(Finding(path, line, "unknown-module", f'"{target}" begins with no module\'s name'))
                continue
            generated = target.endswith(".inc") and tree.exists(f"src/{other}/generate")
            if f"src/{target}" not in tree.names and not generated:
                findings.append(Finding(path, line, "missing-include", f"there is no src/{target}"))
            if other == module or other in imports:
                continue
            there = modules[other][0]
            why = "goes up a floor" if there > floor else "goes sideways" if there == floor else "is not among its imports"
            findings.append(Finding(path, line, "floors", f"`{module}` (floor {floor}) includes `{target}` (floor {there}), which {why}"))
    return findings


def check_circles(tree):
    """No chain of includes comes back to its beginning, neither of files nor of modules."""
    files = {path: [f"src/{t}" for _, quote, t in cpp.includes(text) if quote == '"' and f"src/{t}" in tree.texts]
             for path, text in tree.under("src/", ".h", ".cc", ".def")}
    of_modules = {}
    for path, targets in files.items():
        module = path.split("/")[1]
        of_modules.setdefault(module, set()).update(t.split("/")[1] for t in targets if t.split("/")[1] != module)
    findings = []
    for graph, rule in ((files, "circle"), ({m: sorted(t) for m, t in of_modules.items()}, "module-circle")):
        circle = find_circle(graph)
        if circle:
            first = circle[0] if rule == "circle" else f"src/{circle[0]}"
            findings.append(Finding(first, 0, rule, "includes go in a circle: " + " -> ".join(circle)))
    return findings


def find_circle(graph):
    """A list of nodes that leads back to its first, or None. Depth first, without recursion."""
    done = set()
    for start in sorted(graph):
        path, on_path, stack = [], set(), [(start, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                path.pop()
                on_path.discard(node)
                done.add(node)
                continue
            if node in on_path:
                return path[path.index(node):] + [node]
            if node in done:
                continue
            path.append(node)
            on_path.add(node)
            stack.append((node, True))
            stack.extend((other, False) for other in sorted(graph.get(node, ()), reverse=True))
    return None


def check_libraries(tree):
    """The headers of a library stand in one file of one module; a header that holds them is that module's own affair."""
    findings, used = [], {}
    for path, text in tree.under("src/", ".h", ".cc"):
        for line, quote, target in cpp.includes(text):
            if quote != "<" or target in STANDARD or target.startswith(STANDARD_FOLDERS):
                continue
            entry = next((e for e in LIBRARIES if re.fullmatch(e[0], target)), None)
            if entry is None:
                findings.append(Finding(path, line, "unknown-library", f"<{target}> is of no library that tests/tidy/modules.py knows"))
            elif entry[1]:
                if path.split("/")[1] != entry[1]:
                    findings.append(Finding(path, line, "library-door", f"<{target}> belongs in the module `{entry[1]}` alone"))
                used.setdefault(entry, {}).setdefault(path, line)
    includers = {}
    for path, text in tree.under("src/", ".h", ".cc"):
        for _, quote, target in cpp.includes(text):
            if quote == '"':
                includers.setdefault(f"src/{target}", set()).add(path.split("/")[1])
    for (pattern, module, most), places in used.items():
        if most and len(places) > most:
            for path, line in sorted(places.items())[most:]:
                findings.append(Finding(path, line, "library-door", f"<{pattern}> already stands in {sorted(places)[0]}; one file is the door to a library"))
        for path, line in places.items():
            others = includers.get(path, set()) - {module}
            if path.endswith(".h") and others:
                findings.append(Finding(path, line, "library-door", f"<{pattern}> leaks into {', '.join(sorted(others))} through this header"))
    return findings


CHECKS = [check_table, check_includes, check_circles, check_libraries]
