// SPDX-License-Identifier: Apache-2.0
// Of networks whose endpoints are all alike: a transfer takes as long whoever sends it to whom, as
// long as nothing else differs. Where every endpoint does the same thing at the same time, one can
// then stand for all: its transfers to others are simulated as transfers to itself.
#pragma once

namespace linkwright::interfaces {

class AlikeEndpoints {
 public:
  // What endpoint 0 sent to itself since the last call was done by each of endpoints 0 to
  // `endpoints` - 1, and is counted so.
  virtual void CountForAll(int endpoints) = 0;

 protected:
  ~AlikeEndpoints() = default;
};

}  // namespace linkwright::interfaces
