// SPDX-License-Identifier: Apache-2.0
// A part of a vector at a multiple of a power of two is a choice among so many parts; yosys' own mapping shifts the
// whole vector. Used by scripts/synthesis.
(* techmap_celltype = "$shiftx" *)
module linkwright_choose_part (A, B, Y);
  parameter A_SIGNED = 0;
  parameter B_SIGNED = 0;
  parameter A_WIDTH = 1;
  parameter B_WIDTH = 1;
  parameter Y_WIDTH = 1;
  parameter [B_WIDTH-1:0] _TECHMAP_CONSTMSK_B_ = 0;
  parameter [B_WIDTH-1:0] _TECHMAP_CONSTVAL_B_ = 0;
  input [A_WIDTH-1:0] A;
  input [B_WIDTH-1:0] B;
  output [Y_WIDTH-1:0] Y;

  localparam [B_WIDTH-1:0] Free = ~(_TECHMAP_CONSTMSK_B_ & ~_TECHMAP_CONSTVAL_B_);  // bits that are not always 0

  // The lowest (or one above the highest) bit of the index that may be 1.
  function integer border(input integer highest);
    integer i;
    begin
      border = 0;
      for (i = 0; i < B_WIDTH; i = i + 1)
        if (highest ? Free[i] : Free[B_WIDTH - 1 - i]) border = highest ? i + 1 : B_WIDTH - 1 - i;
    end
  endfunction

  localparam Low = border(0);
  localparam High = border(1);
  localparam Part = 1 << Low;
  localparam Select = High > Low ? High - Low : 1;
  wire _TECHMAP_FAIL_ = High <= Low || Select > 12 || Y_WIDTH > Part || (B_SIGNED && High == B_WIDTH);

  wire [Part-1:0] chosen;
  wire [(Part << Select)-1:0] parts = A;
  \$bmux #(.WIDTH(Part), .S_WIDTH(Select)) element (.A(parts), .S(B[Low +: Select]), .Y(chosen));
  assign Y = chosen;
endmodule
