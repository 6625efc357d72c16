#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Claims about scripts/synthesis, checked without yosys: what is rewritten, what is refused, what is counted.
usage: lowering_test.py FOLDER_OF_SCRIPTS_SYNTHESIS"""

import sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])

import report  # noqa: E402
from blocks import take_apart  # noqa: E402
from lowering import Design, black_box, flat_wrapper, wrapper  # noqa: E402
from tokens import SourceError  # noqa: E402

PACKAGE = "package p;\n  localparam int unsigned W = 8;\n  function automatic logic f(input logic x); f = x; endfunction\nendpackage\n"


def lower(*texts, rams=()):
    """The rewritten last text, with single spaces."""
    files = [(f"file{number}.sv", text) for number, text in enumerate(texts)]
    return " ".join(Design(files, rams).lower()[-1][1].split())


def expect(found, *parts):
    for part in parts:
        assert part in found, f"{part!r} is not in {found!r}"


def refuses(message, *texts, rams=()):
    try:
        result = lower(*texts, rams=rams)
    except SourceError as error:
        assert message in str(error) and ": error: " in str(error), str(error)
        return
    raise AssertionError(f"not refused, but {result!r}")


def names_of_an_imported_package_are_qualified():
    expect(lower(PACKAGE, "module m import p::*; (input logic [W-1:0] a, output logic y); assign y = f(a[0]); endmodule"),
           "module m (input logic [p::W-1:0] a", "y = p::f(a[0])")


def only_what_is_imported_is_qualified():
    text = "module m import p::f; (input logic a, output logic y); localparam int W = 2; assign y = f(a); endmodule"
    expect(lower(PACKAGE, text), "localparam int W = 2", "p::f(a)")


def ports_called_like_a_name_of_the_package_are_left_alone():
    leaf = "module leaf (input logic W); endmodule"
    expect(lower(PACKAGE, leaf, "module m import p::*; (input logic a); leaf u (.W(a)); endmodule"), ".W(a)")


def array_ports_become_vectors_and_elements_parts_of_them():
    text = "module m (input logic [7:0] a [4], output logic [7:0] y [4]);\n" \
           "for (genvar i = 0; i < 4; i++) begin : g assign y[i] = a[3 - i]; end endmodule"
    width = "(( 7 ) - ( 0 ) + 1)"
    expect(lower(text), f"[(4) * {width} - 1:0] a", f"assign y[(i) * {width} +: {width}] = a[(3 - i) * {width} +: {width}]")


def parts_of_elements_stay_inside_the_element():
    text = "module m (input logic [7:0] a [4], input logic [2:0] j, output logic [7:0] y);" \
           "assign y = {a[1][j], a[2][j +: 2], a[3][6:4], 2'd0}; endmodule"
    width = "(( 7 ) - ( 0 ) + 1)"
    expect(lower(text), f"a[(1) * {width} + (j)]", f"a[(2) * {width} + (j ) +: ( 2)]",
           f"a[(3) * {width} + (4) +: ((6) - (4) + 1)]")


def an_element_chosen_at_run_time_is_written_by_a_choice_per_element():
    text = "module m (input logic [1:0] i, output logic [7:0] y [4]);" \
           "always_comb begin y = '{default: '0}; y[i] = 8'd1; end endmodule"
    expect(lower(text), "y = '0;", "y = lowered_write_y(y, i, 8'd1);", "(index == lowered_i) ? value : vector")


def an_element_chosen_at_run_time_is_read_by_a_choice_per_element():
    text = "module m (input logic [1:0] i, input logic [7:0] a [4], output logic [7:0] y); assign y = a[i]; endmodule"
    expect(lower(text), "assign y = lowered_read_a(a, i);", "(index == lowered_i) ? vector[lowered_i")


def connections_by_name_alone_stay():
    text = "module m (input logic a); l u (.a, .b()); endmodule"
    assert lower("module l (input logic a, output logic b); endmodule", text) == text


def memories_stay_arrays():
    text = "module m (input logic c, input logic [3:0] a); logic [7:0] ram [16]; always_ff @(posedge c) ram[a] <= 8'd0;" \
           " endmodule"
    assert lower(text) == text


def a_reset_of_a_declared_ram_is_left_out():
    text = "module m (input logic clk_i, input logic rst_ni); logic [7:0] ram [16];" \
           " always_ff @(posedge clk_i or negedge rst_ni) begin if (!rst_ni) begin ram <= '{default: '0};" \
           " end else ram[0] <= 8'd1; end endmodule"
    expect(lower(text, rams=["m.ram"]), "always_ff @(posedge clk_i ) begin if (!rst_ni) begin end else ram[0] <= 8'd1;")
    expect(lower(text), "or negedge rst_ni", "ram <= '0;")
    refuses("is reset together with RAMs", text.replace("'0};", "'0}; other <= 1'b0;"), rams=["m.ram"])
    refuses("no reset of a RAM m.typo", text, rams=["m.typo"])


def a_size_cast_as_an_index_is_unsigned():
    text = "module m (input logic [7:0] a, output logic [7:0] y);" \
           " always_comb for (int i = 0; i < 8; i++) y[i] = a[3'(i)]; endmodule"
    expect(lower(text), "a[3'($unsigned(i))]")


def all_ones_in_a_choice_have_the_width_of_the_choice():
    text = "module m (input logic [3:0] a, output logic [3:0] y); assign y = (1 > 2) ? a : '1; endmodule"
    expect(lower(text), "? a : {1024{1'b1}};")
    same = "module m (output logic [3:0] y); leaf u (.p('1)); assign y = '1; endmodule"
    assert lower("module leaf (input logic [3:0] p); endmodule", same) == same
    refuses("'1 as an argument", "module m (output logic [3:0] y); assign y = f('1); endmodule")


def countones_counts_the_bits_of_its_argument_alone():
    text = "module m (input logic [7:0] a, output logic [3:0] y); assign y = 4'($countones(a - 8'(1))); endmodule"
    expect(lower(text), "lowered_count_ones({a - 8'(1)})", "function automatic logic [31:0] lowered_count_ones")


def assertions_and_false_branches_are_not_read():
    text = "module m (input logic a);\n`LINKWRIGHT_ASSERT(Name, $onehot0(a))\n`ifdef FORMAL\nassert (a);\n`endif\nendmodule"
    assert lower(text) == "module m (input logic a); endmodule"


def assertions_are_kept_for_proofs():
    text = "module m (input logic a); `ifdef FORMAL always @* assert (a); `endif endmodule"
    kept = Design([("m.sv", text)], defines=("FORMAL",)).lower()[0][1]
    assert "assert (a)" in kept, kept


def bits_chosen_at_run_time_are_not_assigned_in_concatenations():
    refuses("as a part of a concatenation",
            "module m (input logic i, output logic [1:0] a, b); always_comb begin {a[i], b[i]} = 2'b01; end endmodule")
    same = "module m (input logic i, output logic [1:0] a, b); always_comb begin {a[0], b} = 3'b0; end endmodule"
    assert lower(same) == same


def lines_keep_their_numbers():
    text = "module m (input logic [1:0] a [2]);\n\n  // comment\n`ifdef X\n y\n`else\n\n`endif\n  logic b;\nendmodule\n"
    assert Design([("m.sv", text)]).lower()[0][1].count("\n") == text.count("\n")


def what_is_not_understood_is_refused_with_its_line():
    refuses("file0.sv:2: error: 'return'", "module m (input logic a);\nfunction logic f(); return 1; endfunction endmodule")
    refuses("file0.sv:1: error: $random", "module m (output logic a); assign a = $random; endmodule")
    refuses("whole array a in an expression", "module m (input logic a [2], output logic y); assign y = a == 0; endmodule")
    refuses("package q is not among", "module m import q::*; (input logic a); endmodule")
    refuses("declared here and imported", PACKAGE, "module m import p::*; (input logic a); logic W; assign W = a; endmodule")
    refuses("more than one unpacked", "module m (input logic a); logic b [2][2]; endmodule")
    refuses("'0 and '1 only", "module m (output logic [1:0] a [2]); always_comb a = '{default: 2'd1}; endmodule")
    refuses("has no port b", "module l (input logic a); endmodule", "module m (input logic x); l u (.b(x)); endmodule")
    refuses(".port(signal) or .port only", "module l (input logic a); endmodule", "module m (input logic a); l u (.*); endmodule")
    refuses("connected to something else", "module l (input logic a [2]); endmodule",
            "module m (input logic a); l u (.a); endmodule")
    refuses("connected to something else", "module l (input logic a [2]); endmodule",
            "module m (input logic x); l u (.a(x)); endmodule")
    refuses("in a clocked block", "module m (input logic c, input logic [1:0] i, output logic y [4]);"
            " always_ff @(posedge c) y[i] <= 1'b1; endmodule")
    refuses("is never closed", "module m (input logic a; endmodule")


def wrapper_and_black_box_have_the_ports_of_before_and_after():
    design = Design([("m.sv", "module m (input logic [7:0] a [4], output logic y); assign y = a[0][0]; endmodule")])
    design.lower()
    expect(" ".join(wrapper(design, "m", "inner").split()), "input logic [ 7 : 0 ] a [ 4 ]", "inner u_inner (.a(a_flat), .y(y));")
    expect(black_box(design, "m"), "- 1:0] a", "endmodule")


def a_flat_wrapper_has_the_ports_of_after_around_those_of_before():
    design = Design([("m.sv", "module m #(parameter int unsigned N = 4) (input logic [7:0] a [N], output logic y [N]);"
                              " assign y[0] = a[0][0]; endmodule")])
    design.lower()
    expect(" ".join(flat_wrapper(design, "m", "inner").split()), "a_array [(N)]", "assign a_array[n] = a[n * ",
           "assign y[n * 1 +: 1] = y_array[n]", "inner #(.N(N)) u_inner (.a(a_array), .y(y_array));")


STAT = """=== $paramod$12ab\\leaf ===

   Number of cells:                 10
     $_AND_                          4
     $_DFFE_PN0P_                    5
     $mem_v2                         1

=== top ===

     $_NOT_                          2
     $paramod$12ab\\leaf              3

=== design hierarchy ===

   top                               1
     $_AND_                         12
"""
DUMP = """module $paramod$12ab\\leaf
  cell $mem_v2 \\ram
    parameter \\SIZE 64
    parameter signed \\WIDTH 32'00000000000000000000000000001000
    parameter \\RD_PORTS 2
    parameter \\WR_PORTS 1
"""


def blocks_are_counted_by_instance():
    rows = report.blocks(STAT, DUMP, "top")
    assert rows["leaf"] == {"instances": 3, "cells": 27, "flip_flops": 15, "nand2": 3 * (4 * 1.5 + 5 * 9.0), "rams": 3,
                            "ram_bits": 3 * 512, "kinds": {"$_AND_": 12, "$_DFFE_PN0P_": 15}}, rows
    assert rows["top"]["cells"] == 2 and report.total(rows)["flip_flops"] == 15
    expect(report.json("top", rows), '"top": "top"', '"flip_flops": 15', '"$_AND_": 12')
    assert report.times(rows["leaf"], 2)["kinds"] == {"$_AND_": 24, "$_DFFE_PN0P_": 30}
    assert report.times(rows["leaf"], 2)["ram_bits"] == 6 * 512


RTLIL = """autoidx 7
attribute \\top 1
module \\top
  wire width 2 input 1 \\a
  wire \\n
  cell \\leaf \\u
    connect \\x \\n
  end
  cell $not $1
    connect \\A \\n
  end
end
attribute \\hdlname "leaf"
module \\leaf
  wire output 1 \\x
  wire \\inner
end
attribute \\blackbox 1
module \\absent
end
"""


def a_design_is_taken_apart_into_blocks_with_black_boxes_for_what_they_instantiate():
    alone = take_apart(RTLIL)
    assert sorted(alone) == ["\\leaf", "\\top"], alone
    expect(alone["\\top"], "attribute \\top 1\nmodule \\top", "  attribute \\keep 1\n  cell \\leaf \\u\n",
           "attribute \\blackbox 1\nmodule \\leaf\n  wire output 1 \\x\nend\n", "  cell $not $1\n")
    assert "inner" not in alone["\\top"] and "top" not in alone["\\leaf"]


def a_netlist_that_is_not_mapped_is_refused():
    try:
        report.blocks(STAT.replace("$_NOT_", "$not  "), DUMP, "top")
    except report.Unknown as error:
        assert "$not" in str(error)
    else:
        raise AssertionError("not refused")


CLAIMS = [value for name, value in list(globals().items())
          if callable(value) and getattr(value, "__module__", "") == "__main__" and name not in ("lower", "expect", "refuses")]
for claim in CLAIMS:
    print(claim.__name__.replace("_", " "), flush=True)
    claim()
print(f"{len(CLAIMS)} claims hold")
assert len(CLAIMS) >= 15
