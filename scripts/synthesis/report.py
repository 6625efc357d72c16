# SPDX-License-Identifier: Apache-2.0
"""What yosys made, per block: read from its `stat` and its dump of memories, written as a table and as JSON."""

import re

# NAND2 equivalents of cells from transistor counts of static CMOS, of which a NAND2 has 4. A flip-flop is 6, one more
# with a reset, two more with an enable.
GATES = {"$_BUF_": 1.0, "$_NOT_": 0.5, "$_AND_": 1.5, "$_OR_": 1.5, "$_NAND_": 1.0, "$_NOR_": 1.0, "$_XOR_": 2.5,
         "$_XNOR_": 2.5, "$_ANDNOT_": 1.5, "$_ORNOT_": 1.5, "$_MUX_": 3.0, "$_NMUX_": 2.5, "$_AOI3_": 1.5,
         "$_OAI3_": 1.5, "$_AOI4_": 2.0, "$_OAI4_": 2.0}
FLIP_FLOP = re.compile(r"\$_S?DFF(C?E|SR|SRE)?_([PN01]+)_$")
COLUMNS = ("instances", "cells", "flip_flops", "nand2", "rams", "ram_bits")
MEMORY = {"SIZE": "words", "WIDTH": "width", "RD_PORTS": "reads", "WR_PORTS": "writes"}


class Unknown(Exception):
    """Output of yosys that is not understood."""


def gates_of(cell):
    """NAND2 equivalents of one cell, and whether it is a flip-flop."""
    match = FLIP_FLOP.match(cell)
    if match:
        enable = (match.group(1) or "").endswith("E")
        return 6.0 + 2.0 * enable + 1.0 * (len(match.group(2)) > 1 + enable), True
    if cell not in GATES:
        raise Unknown(f"cell {cell} has no gate count: the netlist is not mapped, or it is a new kind")
    return GATES[cell], False


def block_of(module):
    """su_port of $paramod$3f0..\\su_port or of $paramod\\su_port\\Ports=s32'..."""
    parts = module.split("\\")
    return parts[1] if parts[0].startswith("$paramod") else module


def read_stat(text):
    """{module: {cell: count}} of the text that `stat` writes."""
    modules = {}
    cells = None
    for line in text.splitlines():
        header = re.match(r"=== (.+) ===$", line)
        if header:
            cells = {} if header.group(1) == "design hierarchy" else modules.setdefault(header.group(1), {})
        count = re.match(r" {5}(\S+) +(\d+)$", line)
        if count and cells is not None:
            cells[count.group(1)] = int(count.group(2))
    if not modules:
        raise Unknown("no statistics in the output of yosys")
    return modules


def read_memories(text):
    """{module: [{name, words, width, reads, writes}]} of the text that `dump t:$mem_v2` writes."""
    memories = {}
    found = []
    for line in text.splitlines():
        words = line.split()
        if words[:1] == ["module"]:
            found = memories.setdefault(words[1].lstrip("\\"), [])
        elif words[:2] == ["cell", "$mem_v2"]:
            found.append({"name": words[2].lstrip("\\")})
        elif words[:1] == ["parameter"] and words[-2][1:] in MEMORY:
            value = words[-1].split("'")
            found[-1][MEMORY[words[-2][1:]]] = int(value[1], 2) if len(value) == 2 else int(value[0])
    return memories


def top_of(stat, block):
    """The one module of the block: its name has its parameters in it."""
    found = [module for module in read_stat(stat) if block_of(module) == block]
    if len(found) != 1:
        raise Unknown(f"{len(found)} modules are called {block}")
    return found[0]


def instances(modules, top):
    """{module: number of instances} below and with top."""
    counts = {}

    def walk(module, times):
        counts[module] = counts.get(module, 0) + times
        for cell, number in modules[module].items():
            if cell in modules:
                walk(cell, times * number)

    walk(top, 1)
    return counts


def flip_flops_of_word(cell):
    """Bits of state of a cell that `stat -width` names, such as $adff_32."""
    match = re.match(r"\$(?:a|s|al)?dff(?:e|sr|sre|ce)?(?:_(\d+))?$", cell)
    if match and not match.group(1):
        raise Unknown(f"{cell} without a width")
    return int(match.group(1)) if match else 0


def blocks(stat, dump, top, absent=(), words=0):
    """{block: {column: number, "kinds": {cell: number}}}, each block without what it instantiates. absent: blocks that are left out of the
    netlist and measured elsewhere. words: not 0 for a netlist of operators of whole words, in which memories of fewer
    words are flip-flops."""
    modules = read_stat(stat)
    memories = read_memories(dump)
    rows = {}
    for module, times in instances(modules, top).items():
        row = rows.setdefault(block_of(module), dict.fromkeys(COLUMNS, 0) | {"kinds": {}})
        row["instances"] += times
        for cell, number in modules[module].items():
            if cell in modules or cell == "$mem_v2" or cell in absent:
                continue
            gates, flip_flop = (0, flip_flops_of_word(cell)) if words else gates_of(cell)
            row["cells"] += times * number
            row["kinds"][cell] = row["kinds"].get(cell, 0) + times * number
            row["nand2"] += times * number * gates
            row["flip_flops"] += times * number * flip_flop
        for memory in memories.get(module, []):
            if memory["words"] < words:
                row["flip_flops"] += times * memory["words"] * memory["width"]
                continue
            row["rams"] += times
            row["ram_bits"] += times * memory["words"] * memory["width"]
    return rows


def rams(dump, counts):
    """One line per RAM: how often, block, name, words x bits, ports."""
    lines = []
    for module, found in read_memories(dump).items():
        for memory in found:
            lines.append(f"{counts.get(module, 0):6} x {block_of(module)}.{memory['name']}: {memory['words']} words of "
                         f"{memory['width']} bits, {memory['reads']} read and {memory['writes']} write ports")
    return sorted(lines, key=lambda line: line.split(" x ")[1])


def total(rows):
    kinds = {}
    for row in rows.values():
        for cell, number in row["kinds"].items():
            kinds[cell] = kinds.get(cell, 0) + number
    return {column: sum(row[column] for row in rows.values()) for column in COLUMNS} | {"kinds": kinds}


def times(row, count):
    """The row of so many of the same."""
    return ({column: row[column] * count for column in COLUMNS}
            | {"kinds": {cell: number * count for cell, number in row["kinds"].items()}})


def table(rows):
    lines = [f"{'block':28}" + "".join(f"{column:>13}" for column in COLUMNS)]
    for block, row in sorted(rows.items(), key=lambda item: (-item[1]["nand2"], -item[1]["flip_flops"])) + [("total", total(rows))]:
        lines.append(f"{block:28}" + "".join(f"{row[column]:13,.0f}" for column in COLUMNS))
    return "\n".join(lines)


def json(top, rows):
    def write(row):
        kinds = ", ".join(f'"{cell}": {number}' for cell, number in sorted(row["kinds"].items()))
        return "{" + ", ".join(f'"{column}": {row[column]:.0f}' for column in COLUMNS) + f', "kinds": {{{kinds}}}}}'

    lines = ",\n".join(f'    "{block}": {write(row)}' for block, row in sorted(rows.items()))
    return f'{{\n  "top": "{top}",\n  "blocks": {{\n{lines}\n  }},\n  "total": {write(total(rows))}\n}}\n'
