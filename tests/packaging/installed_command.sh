#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes the Debian package of a build tree, unpacks it elsewhere, and runs the command from there with nothing but what
# the package holds: no variables, another folder, and a source tree that cannot be asked.
# usage: installed_command.sh BUILD_FOLDER
set -euo pipefail
build=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { echo "FAILED: $*" >&2; exit 1; }

cpack --config "$build/CPackConfig.cmake" -B "$work/packages" > "$work/cpack.log" 2>&1 || { cat "$work/cpack.log"; fail "cpack"; }
package=$(ls "$work"/packages/linkwright_*.deb)
dpkg-deb -f "$package" Depends | grep -q libyaml-cpp || fail "the package does not say what it needs"
dpkg-deb -x "$package" "$work/root"
command=$work/root/usr/bin/linkwright
[ -e "$work/root/usr/lib/linkwright/scaleup_switch_p8.so" ] || fail "no plug-in in the package"
[ -e "$work/root/usr/include/linkwright/systemc_models/interfaces/switch_plugin.h" ] || fail "no header in the package"
if strings "$command" | grep -qF "$build/plugins"; then fail "the command knows the build tree"; fi

cd "$work"
run() { env -i "$command" "$@"; }
run list pods | grep -q nvlink72 || fail "parts are not inside"
run bench --algorithm ring --collective allreduce --ranks 8 --sizes 64KiB --type fp16 --fidelity rtl > bench.txt
grep -q "Out of bounds values : 0 OK" bench.txt || { cat bench.txt; fail "bench on RTL"; }
run verify --variant p8 --seeds 1 --cycles 2000 > verify.txt
grep -q "no divergence" verify.txt || { cat verify.txt; fail "verify"; }
run run "$work/root/usr/share/linkwright/scenarios/ring8.yaml" > run.txt || { cat run.txt; fail "an installed scenario"; }
echo "installed, and runs: $(basename "$package"), $(stat -c %s "$package") bytes"
