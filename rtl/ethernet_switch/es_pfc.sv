// SPDX-License-Identifier: Apache-2.0
// What one port has to say by PFC: XOFF per class, set by admission and charging, cleared by a scan over the classes;
// and whether a frame is due.
// Latency: state moves at the edge. Throughput: every class in every cycle. Back-pressure: none.
module es_pfc (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic [31:0] now_i,
  input  logic [7:0]  set_i,      // classes that need XOFF
  input  logic        xon_i,      // the class scanned does not
  input  logic [31:0] refresh_i,  // cycles between repetitions, 0: none
  input  logic        taken_i,    // the output takes a PFC frame
  output logic [7:0]  xoff_o,
  output logic        due_o
);

  logic [7:0]  xoff_q, scanned, cleared;
  logic        due_q, repeats;
  logic [31:0] sent_q;

  assign scanned = 8'd1 << now_i[2:0];
  assign cleared = xon_i ? xoff_q & scanned & ~set_i : 8'd0;
  assign repeats = now_i[2:0] == 3'd7 && xoff_q != '0 && refresh_i != '0 && now_i - sent_q >= refresh_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      xoff_q <= '0;
      due_q  <= 1'b0;
      sent_q <= '0;
    end else if ((xoff_q | set_i) != '0 || due_q) begin
      xoff_q <= (xoff_q | set_i) & ~cleared;
      if ((set_i & ~xoff_q) != '0 || cleared != '0 || repeats) due_q <= 1'b1;
      else if (taken_i) due_q <= 1'b0;
      if (taken_i) sent_q <= now_i;
    end
  end

  assign xoff_o = xoff_q;
  assign due_o  = due_q;

endmodule
