// SPDX-License-Identifier: Apache-2.0
// Assertion macros. Every one names what must hold; a failure prints the name and the instance and stops the
// simulation. Verilator gets a plain clocked test: a concurrent assertion copies every signal it reads in every cycle,
// and a message with the path of its instance (%m) is code of its own per instance; together they cost a third of the
// speed of a 64-port switch. The instance is asked for when an assertion has failed.
`ifndef LINKWRIGHT_ASSERTIONS_SVH_
`define LINKWRIGHT_ASSERTIONS_SVH_

// LINKWRIGHT_ASSERT(label, property): holds at every clock edge outside reset.
// LINKWRIGHT_CHECK_PARAMETER(condition, message): an item of a module: an illegal value stops elaboration.
`ifdef YOSYS
`define LINKWRIGHT_ASSERT(label, property_text)
`define LINKWRIGHT_CHECK_PARAMETER(condition, message)

`elsif VERILATOR
`define LINKWRIGHT_ASSERT(label, property_text) \
  always_ff @(posedge clk_i) begin : label \
    /*verilator coverage_block_off*/ \
    if (rst_ni && !(property_text)) begin \
      /*verilator coverage_block_off*/ \
      $display("%%Error: %s:%0d: assertion %s failed", `__FILE__, `__LINE__, `"label`"); \
      $c("VL_PRINTF(\"  in %s\\n\", vlSelf->name()); VL_STOP_MT(\"\", 0, vlSelf->name());"); \
    end \
  end
`define LINKWRIGHT_CHECK_PARAMETER(condition, message) \
  if (!(condition)) $fatal(1, message);

`elsif __ICARUS__  // version 11 knows neither concurrent assertions nor tasks of elaboration
`define LINKWRIGHT_ASSERT(label, property_text) \
  always @(posedge clk_i) begin : label \
    if (rst_ni && !(property_text)) $display("Error: %m: assertion %s failed", `"label`"); \
  end
`define LINKWRIGHT_CHECK_PARAMETER(condition, message) \
  if (!(condition)) initial $fatal(1, message);

`else
`define LINKWRIGHT_ASSERT(label, property_text) \
  label: assert property (@(posedge clk_i) disable iff (!rst_ni) (property_text)) \
    else $error("%m: assertion %s failed", `"label`");
`define LINKWRIGHT_CHECK_PARAMETER(condition, message) \
  if (!(condition)) $fatal(1, message);
`endif

`endif  // LINKWRIGHT_ASSERTIONS_SVH_
