// SPDX-License-Identifier: Apache-2.0
// Traffic that tests of Ethernet fabrics share.
#pragma once

#include <vector>

#include "tests/unit/systemc_models/networks/clocked/pod_under_test.h"

namespace linkwright::clocked {

// Writes from every accelerator to every other (and itself, if asked), all at once.
struct Exchange {
  std::vector<Buffer> sources, landings;

  Exchange(Recorder& recorder, size_t bytes, bool self = false) {
    const int n = recorder.network().endpoints();
    for (int i = 0; i < n * n; ++i) {
      sources.push_back(RandomBytes(bytes + static_cast<size_t>(i), static_cast<uint64_t>(i)));
      landings.emplace_back(sources.back().size());
    }
    for (int i = 0; i < n * n; ++i) {
      if (i / n == i % n && !self) continue;
      const auto at = static_cast<size_t>(i);
      recorder.Start(Write(i / n, i % n, sources[at], landings[at], at));
    }
  }
  int Wrong(int n, bool self = false) const {
    int wrong = 0;
    for (int i = 0; i < n * n; ++i) {
      if (i / n == i % n && !self) continue;
      wrong += sources[static_cast<size_t>(i)] == landings[static_cast<size_t>(i)] ? 0 : 1;
    }
    return wrong;
  }
};

// Seven accelerators write to one: more than the pool holds.
struct Incast {
  std::vector<Buffer> sources, landings;
  explicit Incast(Recorder& recorder, size_t bytes) {
    for (int i = 1; i < recorder.network().endpoints(); ++i) {
      sources.push_back(RandomBytes(bytes, static_cast<uint64_t>(i)));
      landings.emplace_back(bytes);
    }
    for (int i = 1; i < recorder.network().endpoints(); ++i) {
      const auto at = static_cast<size_t>(i - 1);
      recorder.Start(Write(i, 0, sources[at], landings[at], at));
    }
  }
};

}  // namespace linkwright::clocked
