#!/usr/bin/env python3
"""Holds the source against the rules that a compiler does not know.

    tidy.py [ROOT]

Floors of modules, doors of libraries, texts of diagnostics, comments of headers, length of files, the laws that can be
read off the source, and the papers that must agree with it. Prints one line a finding; the exit status is 1 when there
is one. Rules and their exceptions stand in the checks' own files beside this one; tidy_test.py proves each.
"""
import os
import sys

import codes
import headers
import laws
import modules
import papers
import tree as trees

CHECKS = modules.CHECKS + codes.CHECKS + headers.CHECKS + laws.CHECKS + papers.CHECKS


def run(tree):
    """All findings of `tree`, sorted by place."""
    findings = [finding for check in CHECKS for finding in check(tree)]
    return sorted(set(findings), key=lambda f: (f.path, f.line, f.rule, f.message))


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(here))
    tree = trees.load(root)
    findings = run(tree) + papers.check_here(tree, root)
    for finding in findings:
        print(finding)
    print(f"tidy: {len(tree.texts)} files, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
