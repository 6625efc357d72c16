#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs clang-tidy over every unit that the build compiles and that is ours; .clang-tidy has the checks.

usage: tidy.py CLANG_TIDY ROOT BUILD_FOLDER [ROOM...]     ROOM: sources below these folders only
"""
import concurrent.futures
import json
import os
import subprocess
import sys

ROOMS = ["foundation", "fabric", "systemc_models", "workloads", "tco", "host_driver"]


def units(root, build, rooms):
    """Sources, or what the build made of several; adapters of generated models are not ours alone."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        commands = json.load(file)
    found = set()
    for command in commands:
        path = os.path.realpath(command["file"])
        in_source = any(path.startswith(os.path.join(root, room) + "/") for room in rooms)
        united = "/Unity/unity_" in path and any(path.startswith(os.path.join(build, room) + "/") for room in rooms)
        generated = path.startswith(build + "/") and not united
        models = path.startswith(os.path.join(root, "systemc_models/verilated") + "/")
        if (in_source or united) and not generated and not models:
            found.add(path)
    return sorted(found)


def main():
    tidy = sys.argv[1]
    root, build = (os.path.realpath(path) for path in sys.argv[2:4])
    chosen = units(root, build, sys.argv[4:] or ROOMS)
    if not chosen:
        sys.exit("no units to look at: is the build configured?")

    def look_at(path):
        # A unit of several sources includes them; warnings are gcc's business.
        options = ["--quiet", "--checks=-bugprone-suspicious-include", "--extra-arg=-w"]
        run = subprocess.run([tidy, *options, "-p", build, path], capture_output=True, text=True, check=False)
        return run.returncode, run.stdout

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for status, text in pool.map(look_at, chosen):
            failed += status != 0
            if status != 0:
                print(text, flush=True)
    print(f"{len(chosen)} units, {failed} with findings")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
