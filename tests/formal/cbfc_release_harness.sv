// SPDX-License-Identifier: Apache-2.0
// Proof harness of credits given back for held cells: a sender that keeps to its limit, a core that charges cells two
// cycles after it captured their beats, refuses what it likes and gives cells back when it likes, and cbfc_release
// between them. Beats come in frames of any length.
module cbfc_release_harness #(
  parameter int unsigned Shift      = 6,
  parameter int unsigned Limit      = 3,
  parameter int unsigned CleanTicks = 10  // after so many ticks without beats and gifts no credit is missing
) (
  input logic clk_i
);

  localparam int unsigned V = 2;

  logic started_q = 1'b0;
  always_ff @(posedge clk_i) started_q <= 1'b1;
  logic rst_ni;
  assign rst_ni = started_q;

  // ---- what the environment chooses ----
  (* anyseq *) logic         offered, head, vc, refuse;
  (* anyseq *) logic [V-1:0] give_one, give_all;

  // ---- the sender: a frame begins with a head; a beat that begins a cell needs a credit ----
  logic [7:0] beats_q, number;
  logic       vc_q, frame_vc, begins, valid, free;
  logic [4:0] free_vc;
  logic [13:0] free_length;
  logic [V*3-1:0] held, in_use;
  logic       open_q;
  assign number   = (head || !open_q) ? '0 : beats_q;
  assign frame_vc = (head || !open_q) ? vc : vc_q;
  assign begins   = 32'(number) % (1 << (Shift - 6)) == 0;
  assign valid    = offered && (!begins || 32'(in_use[frame_vc*3 +: 3]) < Limit);
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      open_q  <= 1'b0;
      beats_q <= '0;
    end else if (valid) begin
      open_q  <= 1'b1;
      beats_q <= (32'(number) + 1) % (1 << (Shift - 6));
      vc_q    <= frame_vc;
    end
  end

  cbfc_release #(.VirtualChannels(V), .HeldBits(3), .OwedBits(4)) u_release (
    .clk_i, .rst_ni, .enable_i({V{1'b1}}), .credit_shift_i(4'(Shift)),
    .out_valid_i(valid), .out_head_i(head || !open_q), .out_vc_i(5'(frame_vc)), .held_i(held),
    .free_o(free), .free_vc_o(free_vc), .free_length_o(free_length)
  );

  // ---- the core: capture, forward, and at the edge after that a cell is charged or refused ----
  logic one_q, one_vc_q, two_q, two_vc_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      one_q <= 1'b0;
      two_q <= 1'b0;
    end else begin
      one_q <= valid && begins;
      two_q <= one_q;
    end
    one_vc_q <= frame_vc;
    two_vc_q <= one_vc_q;
  end

  logic [7:0] clean_q;
  always_ff @(posedge clk_i) begin
    if (!rst_ni || offered || give_one != '0 || give_all != '0) clean_q <= '0;
    else if (clean_q != 8'hFF) clean_q <= clean_q + 1'b1;
  end

  for (genvar v = 0; v < V; v++) begin : gen_vc
    logic [2:0] held_q, in_use_q, given, passing;
    logic [13:0] freed;
    assign held[v*3 +: 3]   = held_q;
    assign in_use[v*3 +: 3] = in_use_q;
    assign given   = give_all[v] ? held_q : (give_one[v] && held_q != '0) ? 3'd1 : 3'd0;
    assign freed   = (free && free_vc == 5'(v)) ? free_length >> Shift : '0;
    assign passing = 3'(one_q && one_vc_q == 1'(v)) + 3'(two_q && two_vc_q == 1'(v));
    always_ff @(posedge clk_i) begin
      if (!rst_ni) begin
        held_q   <= '0;
        in_use_q <= '0;
      end else begin
        held_q   <= held_q - given + 3'(two_q && two_vc_q == 1'(v) && !refuse);
        in_use_q <= in_use_q - 3'(freed) + 3'(valid && begins && frame_vc == 1'(v));
      end
    end
    always @(posedge clk_i) begin
      if (rst_ni) begin
        // Nothing that is held, or may still be charged, was given back, nor more than there is, nor half a credit.
        assert (4'(held_q) + 4'(passing) <= 4'(in_use_q));
        assert (freed <= 14'(in_use_q));
        if (free && free_vc == 5'(v)) assert (freed != '0 && freed << Shift == free_length);
        // No credit is lost for good.
        if (32'(clean_q) >= CleanTicks) assert (in_use_q == held_q);
      end
    end
  end
  always @(posedge clk_i) if (rst_ni && free) assert (free_vc < 5'(V));

endmodule
