// SPDX-License-Identifier: Apache-2.0
// A network whose links break and heal. When is the business of a simulation's fault script.
#pragma once

#include <string>

namespace linkwright::interfaces {

class FaultTarget {
 public:
  virtual ~FaultTarget() = default;
  // `link` is a link's number in the topology. From the next edge on; a link that is already so
  // stays as it is. What is on a link that goes down is lost.
  virtual void SetLink(int link, bool up) = 0;
  // "pod0.plane0.switch0:3", as scenarios and messages name it.
  virtual std::string LinkName(int link) const = 0;
};

}  // namespace linkwright::interfaces
