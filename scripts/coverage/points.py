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


def exclude(points, rules):
    """Takes out what the rules name. A rule that names nothing, or something that was covered, is out of date."""
    kept, used, covered = {}, [0] * len(rules), []
    compiled = [(re.compile(rule["file"] + "$"), rule.get("kind"), re.compile(rule.get("what", ".*") + "$"),
                 set(rule.get("lines", []))) for rule in rules]
    for key, count in points.items():
        kind, file, line, what = key
        for i, (in_file, of_kind, named, lines) in enumerate(compiled):
            if (in_file.search(file) and of_kind in (None, kind) and named.match(what)
                    and (not lines or line in lines)):
                used[i] += 1
                if count and rules[i].get("never"):
                    covered.append(f"{file}:{line} {what}: excluded as never seen, but seen {count} times")
                break
        else:
            kept[key] = count
    stale = [f"exclusion {rule} names nothing" for rule, times in zip(rules, used) if times == 0]
    return kept, stale + covered


def by_block(points):
    """{file: {kind: [covered, all]}}"""
    blocks = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for (kind, file, _, _), count in points.items():
        blocks[file][kind][0] += count > 0
        blocks[file][kind][1] += 1
    return blocks
