# SPDX-License-Identifier: Apache-2.0
"""Coverage points as Verilator writes them, added up over files, without what is excluded with a reason."""
import re
from collections import defaultdict

POINT = re.compile(r"^C '(.*)' (\d+)$")
KINDS = {"v_line": "line", "v_branch": "branch", "v_toggle": "toggle"}


class CoverageError(Exception):
    pass


def fields(text):
    """^Akey^Bvalue of one point."""
    found = {}
    for part in text.split("\x01")[1:]:
        key, _, value = part.partition("\x02")
        found[key] = value
    return found


def kind_of(point):
    """line, branch, toggle or bin; None: not counted."""
    page, _, module = point["page"].partition("/")
    module = module.split("__")[0]  # without what Verilator calls its parameters
    kind = KINDS.get(page)
    if module.endswith("_cover"):  # modules that only watch: bits of their bins, see rtl/coverage
        return "bin" if kind == "toggle" and point["o"].startswith("bins_") else None
    if kind == "line" and point["o"] in ("if", "else", "elsif", "case"):
        return "branch"
    return kind


def read(paths):
    """{(kind, file, line, what): count}, the same point of several runs and instances added up."""
    points = defaultdict(int)
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for number, text in enumerate(file, 1):
                if text.startswith("#"):
                    continue
                match = POINT.match(text)
                if not match:
                    raise CoverageError(f"{path}:{number}: not a coverage point: {text.strip()[:60]!r}")
                point = fields(match[1])
                kind = kind_of(point)
                if kind is None:
                    continue
                # Columns tell branches of one line apart.
                what = point["o"] if kind in ("toggle", "bin") else f"{point['o']}@{point.get('n', '')}"
                points[(kind, point["f"], int(point["l"]), what)] += int(match[2])
    return points


def exclude(components, rules):
    """({component: points} without what its rules name, complaints). A rule that names nothing is out of date, and so
    is one of something that was never to be seen."""
    used = [0] * len(rules)
    kept, wrong = {}, []
    for name, points in components.items():
        mine = [(i, rule, re.compile(rule["file"] + "$"), re.compile(rule.get("what", ".*") + "$"))
                for i, rule in enumerate(rules) if rule["component"] == name]
        kept[name] = {}
        for key, count in points.items():
            kind, file, line, what = key
            for i, rule, in_file, named in mine:
                if (in_file.search(file) and named.match(what) and rule.get("kind", kind) == kind
                        and line in rule.get("lines", [line])):
                    used[i] += 1
                    if count and rule.get("never"):
                        wrong.append(f"{file}:{line} {what}: excluded as never seen, but seen {count} times")
                    break
            else:
                kept[name][key] = count
    return kept, wrong + [f"exclusion {rule} names nothing" for rule, times in zip(rules, used)
                          if times == 0 and rule["component"] in components]


def by_block(points):
    """{file: {kind: [covered, all]}}"""
    blocks = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for (kind, file, _, _), count in points.items():
        blocks[file][kind][0] += count > 0
        blocks[file][kind][1] += 1
    return blocks
