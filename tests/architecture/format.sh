#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Is every C and C++ file of the repository as .clang-format says? Prints the first difference of each that is not.
# usage: format.sh ROOT
set -euo pipefail
cd "$1"
find . \( -name build -o -name '.?*' \) -prune -o \( -name '*.h' -o -name '*.cpp' \) -print0 \
  | xargs -0 -n 40 -P "$(nproc)" clang-format --dry-run --Werror --ferror-limit=1
