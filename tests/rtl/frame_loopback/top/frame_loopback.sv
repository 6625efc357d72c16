// SPDX-License-Identifier: Apache-2.0
// Smallest design behind the ports of a frame switch, for the test of its adapter: every beat comes
// out of the next higher port one tick later, unless that port is held or its link is down; it says what it
// carried as what it holds, too. A read
// answers with {time, hold of port 0}; idle_o: no beat on the outputs; irq_o: some link is down.

module frame_loopback (
  input  logic clk_i,
  input  logic rst_ni,
  input  logic [2:0] link_up_i,
  input  logic [8:0] hold_i [3],
  input  logic [31:0] time_i,
  input  logic [2:0] rx_valid_i,
  input  logic [2:0] rx_head_i,
  input  logic [2:0] rx_tail_i,
  input  logic [2:0] rx_error_i,
  input  logic [6:0] rx_bytes_i [3],
  input  logic [511:0] rx_data_i [3],
  output logic [2:0] tx_valid_o,
  output logic [2:0] tx_head_o,
  output logic [2:0] tx_tail_o,
  output logic [2:0] tx_error_o,
  output logic [6:0] tx_bytes_o [3],
  output logic [511:0] tx_data_o [3],
  output logic [159:0] held_o [3],
  input  logic bus_valid_i,
  input  logic bus_write_i,
  input  logic [31:0] bus_address_i,
  input  logic [31:0] bus_wdata_i,
  output logic bus_valid_o,
  output logic bus_error_o,
  output logic [31:0] bus_rdata_o,
  output logic irq_o,
  output logic idle_o
);

  for (genvar i = 0; i < 3; i++) begin : gen_port
    localparam int unsigned From = (i + 2) % 3;
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        tx_valid_o[i] <= 1'b0;
      end else begin
        tx_valid_o[i] <= rx_valid_i[From] & link_up_i[i] & ~hold_i[i][8];
      end
    end
    always_ff @(posedge clk_i) begin
      tx_head_o[i] <= rx_head_i[From];
      tx_tail_o[i] <= rx_tail_i[From];
      tx_error_o[i] <= rx_error_i[From];
      tx_bytes_o[i] <= rx_bytes_i[From];
      tx_data_o[i] <= rx_data_i[From];
      held_o[i] <= rx_data_i[From][159:0];
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      bus_valid_o <= 1'b0;
    end else begin
      bus_valid_o <= bus_valid_i;
    end
  end
  always_ff @(posedge clk_i) begin
    bus_error_o <= bus_write_i;
    bus_rdata_o <= {time_i[22:0], hold_i[0]} ^ bus_address_i ^ bus_wdata_i;
    irq_o <= link_up_i != '1;
  end
  assign idle_o = tx_valid_o == '0;

endmodule
