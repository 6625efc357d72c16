// SPDX-License-Identifier: Apache-2.0
// Loads a shared library that somebody else may have made: tried in a child process first, so that
// one that crashes ends the child.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace linkwright::plugins {

/// Runs `attempt` in a forked child and answers what it returned, which is empty if all was well; a
/// sentence of its own if the child died of a signal, left by itself, or took more than ten
/// seconds.
std::string TryInChild(const std::function<std::string()>& attempt);

/// The address of `symbol` in `file`, which stays loaded until the program ends; nullptr with the
/// reason in `why`.
void* LoadSymbol(const std::filesystem::path& file, const char* symbol, std::string& why);

}  // namespace linkwright::plugins
