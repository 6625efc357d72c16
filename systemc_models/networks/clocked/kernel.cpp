// SPDX-License-Identifier: Apache-2.0
#include "systemc_models/networks/clocked/kernel.h"

#include <string>

#include "foundation/diagnostics/check.h"

// libsystemc's own main() calls sc_main; programs with a main of their own still have to define the
// symbol.
int sc_main(int, char*[]) { return 0; }

namespace linkwright::clocked {
namespace {

void Report(const sc_core::sc_report& report, const sc_core::sc_actions&) {
  if (report.get_severity() < sc_core::SC_WARNING) return;
  throw diagnostics::InternalError(std::string("SystemC: ") + report.get_msg_type() + ": " +
                                   report.get_msg());
}

}  // namespace

Kernel::Kernel() {
  sc_core::sc_report_handler::set_handler(&Report);
  context_ = std::make_unique<sc_core::sc_simcontext>();
}

Kernel::~Kernel() {
  Scope scope(*this);  // the context's parts look up the current one while they are destroyed
  // Cancelled notifications stay in the context's queue, which does not free them; looking for the
  // next live one does.
  sc_core::sc_pending_activity_at_future_time(context_.get());
  context_.reset();
}

int64_t Kernel::NextActivityPs() const {
  if (!sc_core::sc_pending_activity(context_.get())) return -1;
  const sc_core::sc_time from_now = sc_core::sc_time_to_pending_activity(context_.get());
  return static_cast<int64_t>((context_->time_stamp() + from_now).value());
}

Kernel::Scope::Scope(Kernel& kernel)
    : previous_(sc_core::sc_curr_simcontext),
      previous_default_(sc_core::sc_default_global_context) {
  sc_core::sc_curr_simcontext = kernel.context_.get();
  sc_core::sc_default_global_context = kernel.context_.get();
}

Kernel::Scope::~Scope() {
  sc_core::sc_curr_simcontext = previous_;
  sc_core::sc_default_global_context = previous_default_;
}

}  // namespace linkwright::clocked
