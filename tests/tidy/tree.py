"""The files that tidy looks at: path -> text. Checks take a Tree and give Findings, so tests can make small ones."""
import os
from dataclasses import dataclass

SKIPPED_FOLDERS = {"node_modules", "__pycache__", "corpus"}
SKIPPED_AT_TOP = {"build", "public"}
KEPT_DOT_NAMES = {".ci", ".clang-format", ".clang-tidy", ".gitignore"}
TEXT_ENDINGS = {".h", ".cc", ".def", ".py", ".sh", ".js", ".mjs", ".css", ".html", ".xml", ".md", ".txt", ".json", ".cmake",
                ".yml", ".yaml", ".svg", ".csv", ".tsv", ".ics", ""}


@dataclass(frozen=True)
class Finding:
    path: str
    line: int   # 0: the file as a whole
    rule: str
    message: str

    def __str__(self):
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message} [{self.rule}]"


class Tree:
    """Texts by path, relative to the repository's root, '/'-separated; and the names of all files, texts or not."""

    def __init__(self, texts, others=()):
        self.texts = dict(sorted(texts.items()))
        self.names = set(texts) | set(others)

    def under(self, folder, *endings):
        """(path, text) of each file below `folder` whose name ends in one of `endings`."""
        return [(p, t) for p, t in self.texts.items()
                if p.startswith(folder) and (not endings or p.endswith(endings))]

    def exists(self, path):
        """True when `path` is a file, or a folder that holds one."""
        path = path.rstrip("/")
        return path in self.names or any(n.startswith(path + "/") for n in self.names)


def load(root):
    """The Tree of the folder `root`. What a build makes and what starts with a dot is left out."""
    texts, others = {}, []
    for folder, folders, files in os.walk(root):
        top = os.path.relpath(folder, root).replace(os.sep, "/")
        folders[:] = sorted(f for f in folders if f not in SKIPPED_FOLDERS and not (top == "." and f in SKIPPED_AT_TOP)
                            and (not f.startswith(".") or f in KEPT_DOT_NAMES))
        for name in sorted(files):
            if name.startswith(".") and name not in KEPT_DOT_NAMES and top != ".ci":
                continue
            path = name if top == "." else f"{top}/{name}"
            ending = "" if name.startswith(".") else os.path.splitext(name)[1]
            try:
                if ending not in TEXT_ENDINGS:
                    raise UnicodeError
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    texts[path] = file.read()
            except UnicodeError:
                others.append(path)
    return Tree(texts, others)
