// SPDX-License-Identifier: Apache-2.0
// What one port has to say by PFC: XOFF per class, set by admission and charging, cleared by a scan over the classes;
// whether a frame is due, and which classes it names: those to stop, and those that the last frame stopped.
// Latency: state moves at the edge. Throughput: every class in every cycle. Back-pressure: none.
module es_pfc (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic [31:0] scan_i,     // the switch's own count of ticks
  input  logic [7:0]  set_i,      // classes that need XOFF
  input  logic        xon_i,      // the class scanned does not
  input  logic [31:0] refresh_i,  // cycles between repetitions, 0: none
  input  logic [7:0]  classes_i,  // lossless classes
  input  logic        rises_i,    // the link comes up at this edge
  input  logic        taken_i,    // the output takes a PFC frame
  input  logic        sent_i,     // the PFC frame moves
  output logic [7:0]  xoff_o,
  output logic [7:0]  stop_o,     // classes to stop
  output logic [7:0]  named_o,    // and those that may go on again
  output logic        due_o
);

  logic [7:0]  xoff_q, told_q, scanned, cleared;
  logic        due_q, repeats;
  logic [31:0] sent_q;

  assign scanned = 8'd1 << scan_i[2:0];
  assign cleared = xon_i ? xoff_q & scanned & ~set_i : 8'd0;
  assign repeats = scan_i[2:0] == 3'd7 && xoff_q != '0 && refresh_i != '0 && scan_i - sent_q >= refresh_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      xoff_q <= '0;
      due_q  <= 1'b0;
      sent_q <= '0;
    end else if ((xoff_q | set_i) != '0 || due_q) begin
      xoff_q <= (xoff_q | set_i) & ~cleared;
      if ((set_i & ~xoff_q) != '0 || cleared != '0 || repeats || (rises_i && xoff_q != '0)) due_q <= 1'b1;
      else if (taken_i) due_q <= 1'b0;
      if (taken_i) sent_q <= scan_i;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) told_q <= '0;
    else if (sent_i) told_q <= stop_o;
  end

  assign xoff_o  = xoff_q;
  assign stop_o  = xoff_q & classes_i;
  assign named_o = stop_o | told_q;
  assign due_o   = due_q;

endmodule
