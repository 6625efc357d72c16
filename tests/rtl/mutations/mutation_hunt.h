// SPDX-License-Identifier: Apache-2.0
// Holds faulty copies of a switch's RTL against its twin until something notices.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "systemc_models/interfaces/flit_socket.h"
#include "systemc_models/interfaces/switch_plugin.h"
#include "systemc_models/lockstep/harness/verify.h"

namespace linkwright::mutations {

/// A line of mutations.inc.
struct Mutation {
  const char* name;
  const char* variant;
  const char* file;
  const char* breaks;
  bool caught;          ///< false: a copy that must not be told from the original
  const char* family;   ///< the stimulus that finds it; "": any
  std::int64_t cycles;  ///< of it; 0: those of the hunting ground
  const linkwright_switch_plugin_table* (*table)();
};

struct Catch {
  bool caught = false;
  std::string check;
  lockstep::VerifyRow row;
};

/// Against the twin of the kind, seed by seed, family by family, `cycles` of traffic each, unless a
/// mutation says which.
struct HuntingGround {
  const lockstep::SwitchKind& kind;
  int seeds = 4;
  std::int64_t cycles = 6000;
  std::vector<std::string> families = {};  ///< empty: all of the kind
};

Catch Hunt(const HuntingGround& ground, const std::string& variant,
           const std::function<std::unique_ptr<interfaces::ClockedSwitch>()>& make);

/// Expects what each mutation says of itself, and prints which check caught which, in which cycle.
void ExpectCaught(const HuntingGround& ground, std::span<const Mutation> mutations);

}  // namespace linkwright::mutations
