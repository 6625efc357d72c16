// SPDX-License-Identifier: Apache-2.0
// Assertion macros. Every one names what must hold; a failure prints the name and the instance and stops the
// simulation. Properties are single-cycle so that Verilator checks them (--assert); other tools read them as well.
`ifndef LINKWRIGHT_ASSERTIONS_SVH_
`define LINKWRIGHT_ASSERTIONS_SVH_

// LINKWRIGHT_ASSERT(name, property): holds at every clock edge outside reset.
// LINKWRIGHT_CHECK_PARAMETER(condition, message): stops elaboration on an illegal parameter value.
`ifdef YOSYS
`define LINKWRIGHT_ASSERT(name, property_text)
`define LINKWRIGHT_CHECK_PARAMETER(condition, message)
`else
`define LINKWRIGHT_ASSERT(name, property_text) \
  name: assert property (@(posedge clk_i) disable iff (!rst_ni) (property_text)) \
    else $error("%m: assertion %s failed", `"name`");
`define LINKWRIGHT_CHECK_PARAMETER(condition, message) \
  if (!(condition)) $fatal(1, "%s (%m)", message);
`endif

`endif  // LINKWRIGHT_ASSERTIONS_SVH_
