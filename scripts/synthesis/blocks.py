# SPDX-License-Identifier: Apache-2.0
"""An elaborated design (RTLIL text of yosys), taken apart: every block becomes a file of its own with what it
instantiates as black boxes, so that each is mapped to gates by itself."""

import re


def modules(text):
    """{name: lines} of all modules, with their attributes."""
    found = {}
    attributes, lines = [], None
    for line in text.splitlines(keepends=True):
        if lines is None and line.startswith("attribute "):
            attributes.append(line)
        elif lines is None and line.startswith("module "):
            lines = found[line.split()[1]] = attributes + [line]
            attributes = []
        elif lines is not None:
            lines.append(line)
            if line == "end\n":
                lines = None
    return found


def take_apart(text):
    """{name: RTLIL of that module alone} without the modules that are black boxes already. Instances are kept even if
    nothing reads their outputs: what they do is their own business."""
    found = modules(text)
    alone = {}
    for name, lines in found.items():
        if any(line.startswith("attribute \\blackbox ") for line in lines):
            continue
        children = {}
        body = []
        for line in lines:
            child = line.split()[1] if line.startswith("  cell ") else None
            if child in found:
                children[child] = None
                body.append("  attribute \\keep 1\n")
            body.append(line)
        alone[name] = "".join(body) + "".join(_black_box(child, found[child]) for child in children)
    return alone


def _black_box(name, lines):
    ports = [line for line in lines if re.match(r"  wire .*\b(input|output|inout) \d+ ", line)]
    return f"attribute \\blackbox 1\nmodule {name}\n{''.join(ports)}end\n"
