# SPDX-License-Identifier: Apache-2.0
"""docs/testplan.yaml: which feature is held by which tests and bins, what must be covered, and what is left out."""
import fnmatch
import itertools

import yaml

KEYS = {"thresholds", "exclusions", "bins", "features"}
FIELDS = {"exclusions": ({"component", "file", "why"}, {"component", "file", "kind", "what", "lines", "why", "never"}),
          "bins": ({"name", "component", "axes"}, {"name", "component", "axes", "impossible"}),
          "features": ({"name", "page", "tests"}, {"name", "page", "tests", "bins"})}


class TestplanError(Exception):
    pass


def read(path):
    with open(path, encoding="utf-8") as file:
        try:
            plan = yaml.safe_load(file)
        except yaml.YAMLError as error:
            raise TestplanError(f"{path}: {error}") from error
    if not isinstance(plan, dict) or set(plan) != KEYS:
        raise TestplanError(f"{path}: expected the keys {', '.join(sorted(KEYS))}")
    for section, (needed, known) in FIELDS.items():
        for entry in plan[section]:
            if not needed <= set(entry) <= known:
                raise TestplanError(f"{path}: {section}: {entry}: expected {', '.join(sorted(needed))}; "
                                    f"known are {', '.join(sorted(known))}")
    names = [entry["name"] for entry in plan["bins"]]
    for feature in plan["features"]:
        for name in feature.get("bins", []):
            if name not in names:
                raise TestplanError(f"{path}: feature '{feature['name']}' names bins '{name}', which are not there")
    return plan


def labels(group):
    """Names of the bits of bins_<name>, bit 0 first: the last axis turns fastest."""
    axes = group["axes"]
    return [" x ".join(f"{axis} {value}" for axis, value in zip(axes, values))
            for values in itertools.product(*axes.values())]


def bins_of(plan, components):
    """Every bin with how often it was seen; those that cannot be are not there."""
    found = []
    for group in plan["bins"]:
        seen = {}
        for (kind, _, _, what), count in components.get(group["component"], {}).items():
            if kind == "bin" and what.startswith(f"bins_{group['name']}["):
                seen[int(what.split("[")[1].rstrip("]"))] = count
        if not seen:
            raise TestplanError(f"no bits of bins_{group['name']} in the coverage of {group['component']}")
        impossible = group.get("impossible", {})
        for bit, label in enumerate(labels(group)):
            if any(fnmatch.fnmatch(label, pattern) for pattern in impossible):
                continue
            found.append({"name": f"{group['name']}: {label}", "component": group["component"],
                          "bit": bit, "seen": seen.get(bit, 0)})
    return found


def impossible_bits(plan):
    """Exclusion rules for the bits that cannot be seen."""
    rules = []
    for group in plan["bins"]:
        for bit, label in enumerate(labels(group)):
            if any(fnmatch.fnmatch(label, pattern) for pattern in group.get("impossible", {})):
                rules.append({"component": group["component"], "file": "_cover.sv", "kind": "bin", "what": rf"bins_{group['name']}\[{bit}\]",
                              "why": "impossible", "never": True})
    return rules


def missing_tests(plan, tests):
    """Patterns of features that no test's name matches."""
    return [f"feature '{feature['name']}' names test '{pattern}', which is not there"
            for feature in plan["features"] for pattern in feature["tests"]
            if not fnmatch.filter(tests, pattern)]


def page(plan):
    out = ["# Test plan", "",
           "Made from [testplan.yaml](../testplan.yaml) by `scripts/coverage/run --page`; do not edit. Which feature of the RTL is "
           "held by which tests, and which bins must be seen, all of them, in lock-step. `scripts/coverage/run` measures, writes a report "
           "(HTML, LCOV, JSON) and fails below the thresholds.", "",
           "## Features", "", "| feature | page | tests | bins |", "|---|---|---|---|"]
    for feature in plan["features"]:
        tests = ", ".join(f"`{name}`" for name in feature["tests"])
        bins = ", ".join(f"`{name}`" for name in feature.get("bins", [])) or "-"
        title = feature["page"].rsplit("/", 1)[-1].removesuffix(".md")
        out.append(f"| {feature['name']} | [{title}](../{feature['page']}) | {tests} | {bins} |")
    out += ["", "## Bins", "", "| bins | of | axes | cannot be |", "|---|---|---|---|"]
    for group in plan["bins"]:
        axes = "; ".join(f"{axis}: {', '.join(map(str, values))}" for axis, values in group["axes"].items())
        never = "; ".join(f"{pattern}: {why}" for pattern, why in group.get("impossible", {}).items()) or "-"
        out.append(f"| `{group['name']}` | {group['component']} | {axes} | {never} |")
    out += ["", "## Thresholds, per cent", "", "| RTL | line | branch | toggle |", "|---|--:|--:|--:|"]
    for component, limits in plan["thresholds"].items():
        out.append(f"| {component} | " + " | ".join(str(limits.get(k, "-")) for k in ("line", "branch", "toggle")) + " |")
    out += ["", "## Left out", "", "| file | what | why |", "|---|---|---|"]
    for rule in plan["exclusions"]:
        what = rule.get("what", "all").replace("|", "\\|")
        lines = f", lines {', '.join(map(str, rule['lines']))}" if "lines" in rule else ""
        out.append(f"| `{rule['file']}` | {rule.get('kind', 'all kinds')} `{what}`{lines} | {rule['why']} |")
    return "\n".join(out) + "\n"
