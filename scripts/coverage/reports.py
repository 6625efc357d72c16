# SPDX-License-Identifier: Apache-2.0
"""The same figures for people (text, HTML), for tools that read LCOV, and as JSON."""
import html
import json
import os
from collections import defaultdict

COLUMNS = ("line", "branch", "toggle", "bin")


def percent(pair):
    return 100.0 * pair[0] / pair[1] if pair[1] else 100.0


def totals(blocks):
    total = defaultdict(lambda: [0, 0])
    for kinds in blocks.values():
        for kind, (covered, every) in kinds.items():
            total[kind][0] += covered
            total[kind][1] += every
    return total


def cell(pair):
    return f"{percent(pair):6.1f} %" if pair[1] else f"{'-':>8}"


def table(component, blocks):
    """80 columns."""
    rows = [f"{component:<42}" + "".join(f"{name:>9}" for name in COLUMNS)]
    for file in sorted(blocks):
        rows.append(f"  {os.path.basename(file):<40}" + "".join(f" {cell(blocks[file][kind])}" for kind in COLUMNS))
    total = totals(blocks)
    rows.append(f"  {'all':<40}" + "".join(f" {cell(total[kind])}" for kind in COLUMNS))
    return "\n".join(rows)


def lcov(components):
    """Lines and branches of every file, as geninfo writes them."""
    out = []
    for name, points in components.items():
        lines, branches = defaultdict(lambda: defaultdict(int)), defaultdict(lambda: defaultdict(list))
        for (kind, file, line, what), count in sorted(points.items()):
            if kind == "line":
                lines[file][line] += count
            if kind == "branch":
                branches[file][line].append(count)
                lines[file][line] += count
        for file in sorted(lines):
            out += [f"TN:{name}", f"SF:{file}"]
            for line, counts in sorted(branches[file].items()):
                out += [f"BRDA:{line},0,{i},{count}" for i, count in enumerate(counts)]
            every = [count for counts in branches[file].values() for count in counts]
            out += [f"BRF:{len(every)}", f"BRH:{sum(c > 0 for c in every)}"]
            out += [f"DA:{line},{count}" for line, count in sorted(lines[file].items())]
            out += [f"LF:{len(lines[file])}", f"LH:{sum(c > 0 for c in lines[file].values())}", "end_of_record"]
    return "\n".join(out) + "\n"


def as_json(components, blocks, bins, verdicts):
    return json.dumps({
        "components": {
            name: {
                "total": {kind: {"covered": pair[0], "all": pair[1]} for kind, pair in totals(blocks[name]).items()},
                "blocks": {file: {kind: {"covered": p[0], "all": p[1]} for kind, p in kinds.items()}
                           for file, kinds in sorted(blocks[name].items())},
                "not_covered": [{"kind": k, "file": f, "line": n, "what": w}
                                for (k, f, n, w), count in sorted(components[name].items()) if count == 0],
            } for name in components},
        "bins": bins,
        "verdicts": verdicts}, indent=1) + "\n"


STYLE = """body{font:14px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:1000px;color:#1c2733;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
th,td{padding:.25rem .6rem;text-align:right;border-bottom:1px solid #e3e8ee}th:first-child,td:first-child{text-align:left}
td.low{background:#fde8e4}td.mid{background:#fff4d6}td.high{background:#e4f5e6}tr.all{font-weight:600}
pre{background:#f5f7f9;padding:.6rem;overflow-x:auto;font-size:12px;margin:.2rem 0 1rem}mark{background:#fbc9bf}
details{margin:.2rem 0}summary{cursor:pointer}.ok{color:#1d7a36}.bad{color:#b3261e}.note{color:#5a6772}"""


def html_cell(pair):
    if not pair[1]:
        return "<td>-</td>"
    value = percent(pair)
    grade = "high" if value >= 98 else "mid" if value >= 90 else "low"
    return f'<td class="{grade}">{value:.1f} % <span class="note">{pair[0]}/{pair[1]}</span></td>'


def uncovered(root, file, missed):
    """The source around lines and branches that were not reached, and the signals that never moved."""
    parts = []
    lines = sorted({line for kind, line, _ in missed if kind in ("line", "branch")})
    if lines:
        with open(os.path.join(root, file), encoding="utf-8") as source:
            text = source.read().splitlines()
        shown = sorted({n for line in lines for n in range(max(1, line - 1), min(len(text), line + 1) + 1)})
        rows, last = [], 0
        for n in shown:
            if n > last + 1 and last:
                rows.append("      ...")
            body = f"{n:5} {html.escape(text[n - 1])}"
            rows.append(f"<mark>{body}</mark>" if n in lines else body)
            last = n
        parts.append("<pre>" + "\n".join(rows) + "</pre>")
    for kind, title in (("toggle", "never moved"), ("bin", "never seen")):
        names = sorted(f"{what}" for k, _, what in missed if k == kind)
        if names:
            more = f" and {len(names) - 60} more" if len(names) > 60 else ""
            parts.append(f"<p class=note>{title}: {html.escape(', '.join(names[:60]))}{more}</p>")
    return "".join(parts)


def page(root, components, blocks, bins, verdicts):
    out = [f"<!doctype html><html lang=en><meta charset=utf-8><title>Coverage of the RTL</title><style>{STYLE}</style>",
           "<h1>Coverage of the RTL</h1><p>Lock-step runs of all families and seeds, added up. Signals wider than 64 bits "
           "are left out of toggles; what is excluded stands with its reason in <code>docs/testplan.yaml</code>.</p><ul>"]
    out += [f'<li class={"ok" if v["passed"] else "bad"}>{html.escape(v["what"])}</li>' for v in verdicts]
    out.append("</ul>")
    for name, points in components.items():
        out.append(f"<h2>{name}</h2><table><tr><th>block</th>" + "".join(f"<th>{c}</th>" for c in COLUMNS) + "</tr>")
        for file in sorted(blocks[name]):
            row = "".join(html_cell(blocks[name][file][c]) for c in COLUMNS)
            out.append(f"<tr><td>{html.escape(os.path.basename(file))}</td>{row}</tr>")
        out.append('<tr class=all><td>all</td>' + "".join(html_cell(totals(blocks[name])[c]) for c in COLUMNS) + "</tr></table>")
        missed = defaultdict(list)
        for (kind, file, line, what), count in points.items():
            if count == 0:
                missed[file].append((kind, line, what))
        for file in sorted(missed):
            out.append(f"<details><summary>{html.escape(os.path.basename(file))}: {len(missed[file])} points not covered"
                       f"</summary>{uncovered(root, file, missed[file])}</details>")
    out.append("<h2>Bins</h2><table><tr><th>bin</th><th>seen</th></tr>")
    out += [f'<tr><td>{html.escape(b["name"])}</td><td class={"high" if b["seen"] else "low"}>{b["seen"]:,}</td></tr>'
            for b in bins]
    out.append("</table></html>")
    return "\n".join(out) + "\n"
