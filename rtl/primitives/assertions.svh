// SPDX-License-Identifier: Apache-2.0
// Assertion macros. Every one names what must hold; a failure prints the name and the instance and stops the
// simulation. Verilator gets a plain clocked test: a concurrent assertion copies every signal it reads in every cycle,
// and a message with the path of its instance (%m) is code of its own per instance; together they cost a third of the
// speed of a 64-port switch. The instance is asked for when an assertion has failed.
`ifndef LINKWRIGHT_ASSERTIONS_SVH_
`define LINKWRIGHT_ASSERTIONS_SVH_

// LINKWRIGHT_ASSERT(label, property): holds at every clock edge outside reset.
// LINKWRIGHT_CHECK_PARAMETER(condition, message): stops elaboration on an illegal parameter value.
`ifdef YOSYS
`define LINKWRIGHT_ASSERT(label, property_text)
`define LINKWRIGHT_CHECK_PARAMETER(condition, message)
`else
`ifdef VERILATOR
`define LINKWRIGHT_ASSERT(label, property_text) \
  always_ff @(posedge clk_i) begin : label \
    if (rst_ni && !(property_text)) begin \
      $display("%%Error: %s:%0d: assertion %s failed", `__FILE__, `__LINE__, `"label`"); \
      $c("VL_STOP_MT(\"\", 0, vlSelf->name());"); \
    end \
  end
`else
`define LINKWRIGHT_ASSERT(label, property_text) \
  label: assert property (@(posedge clk_i) disable iff (!rst_ni) (property_text)) \
    else $error("%m: assertion %s failed", `"label`");
`endif
`define LINKWRIGHT_CHECK_PARAMETER(condition, message) \
  if (!(condition)) $fatal(1, "%s (%m)", message);
`endif

`endif  // LINKWRIGHT_ASSERTIONS_SVH_
