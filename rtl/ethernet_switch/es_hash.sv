// SPDX-License-Identifier: Apache-2.0
// Flow hash: CRC-32 of 128 bits, byte by byte through a table, seeded and mixed with additions. The CRC is linear:
// alone it would make choices at two tiers depend on each other whatever the seed.
// Latency: combinational. Throughput: one per cycle. Back-pressure: none.
module es_hash (
  input  logic         valid_i,
  input  logic [127:0] flow_i,  // most significant bit first
  input  logic [31:0]  seed_i,
  output logic [31:0]  hash_o   // 0 unless valid
);

  // Remainders of all bytes, 32 bits each.
  function automatic [8191:0] remainders(input [31:0] polynomial);
    logic [31:0] value;
    for (int b = 0; b < 256; b++) begin
      value = {b[7:0], 24'd0};
      for (int i = 0; i < 8; i++) value = {value[30:0], 1'b0} ^ (value[31] ? polynomial : 32'd0);
      remainders[b*32 +: 32] = value;
    end
  endfunction

  localparam logic [8191:0] Table = remainders(32'h04C11DB7);

  logic [31:0] crc;
  logic [7:0]  index;

  always_comb begin
    crc    = '0;
    index  = '0;
    hash_o = '0;
    if (valid_i) begin
      crc = 32'hFFFFFFFF;
      for (int b = 0; b < 16; b++) begin
        index = crc[31:24] ^ flow_i[127 - 8*b -: 8];
        crc   = {crc[23:0], 8'd0} ^ Table[{index, 5'd0} +: 32];
      end
      hash_o = crc ^ seed_i;
      hash_o = hash_o + (hash_o << 10);
      hash_o = hash_o ^ (hash_o >> 6);
      hash_o = hash_o + (hash_o << 3);
      hash_o = hash_o ^ (hash_o >> 11);
      hash_o = hash_o + (hash_o << 15);
    end
  end

endmodule
