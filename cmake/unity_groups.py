#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Groups the sources of every folder into few units to compile, so that headers are read a few times only.

usage: unity_groups.py ROOT ROOM...     prints a line FILE;GROUP for every source below the rooms, FILE relative to ROOT

Two sources of a folder may share a unit unless both define the same name for themselves (in an unnamed namespace, or as
a macro): such names mean different things in different files, and overloads of one name are not told apart here. Nor
may they if one short name (namespace x = ..., using x = ...) stands for two things.
Greedy, in order of names: the same sources give the same units. A file with the line "// A unit of its own: <reason>"
shares none.
"""
import os
import re
import sys

MOST_IN_A_UNIT = 10

UNNAMED = re.compile(r"^namespace \{\n(.*?)^\}  // namespace$", re.S | re.M)
TYPE = re.compile(r"(?:struct|class|enum class|enum|union) (\w+)")
VARIABLE = re.compile(r"(?:constexpr|const|static|inline|thread_local)\b.*?\b(\w+)(?: =|\[|\{|;)")
FUNCTION = re.compile(r"[A-Za-z\[].*?[ *&>](\w+)\(")
MACRO = re.compile(r"^#define (\w+)", re.M)
ALIAS = re.compile(r"^(?:namespace|using) (\w+) = ([^;]+);", re.M)
ALONE = "\n// A unit of its own: "


def own_names(text):
    names = {"#" + name for name in MACRO.findall(text)}
    for unnamed in UNNAMED.findall(text):
        for line in unnamed.split("\n"):
            for pattern in (TYPE, VARIABLE, FUNCTION):
                found = pattern.match(line)
                if found and not line.startswith(("using", "namespace", "return")):
                    names.add(found.group(1))
    return names


def groups_of(folder, files):
    groups = []
    for file in files:
        with open(os.path.join(folder, file), encoding="utf-8") as source:
            text = source.read()
        if ALONE in text:
            continue
        names = own_names(text)
        aliases = dict(ALIAS.findall(text))
        for members, taken, known in groups:
            clash = taken & names or any(known.get(a, target) != target for a, target in aliases.items())
            if len(members) < MOST_IN_A_UNIT and not clash:
                members.append(file)
                taken |= names
                known.update(aliases)
                break
        else:
            groups.append(([file], set(names), aliases))
    return [members for members, _, _ in groups if len(members) > 1]


def main():
    root = sys.argv[1]
    for room in sys.argv[2:]:
        for folder, _, files in sorted(os.walk(os.path.join(root, room))):
            sources = sorted(file for file in files if file.endswith(".cpp"))
            for number, members in enumerate(groups_of(folder, sources)):
                name = os.path.relpath(folder, root)
                for file in members:
                    print(f"{name}/{file};{name.replace('/', '_')}_{number}")


if __name__ == "__main__":
    main()
