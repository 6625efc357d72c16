// SPDX-License-Identifier: Apache-2.0
// CRC-16 with polynomial 0x1021, most significant bit first, no reflection and no final xor: the hash that chooses the
// way of a packet. Combinational functions; a synthesizer turns them into one xor tree.
package crc16_pkg;

  // One byte more.
  function automatic logic [15:0] crc16_byte(input logic [15:0] crc, input logic [7:0] value);
    logic [7:0] mixed;
    mixed = crc[15:8] ^ value;
    mixed = mixed ^ (mixed >> 4);
    crc16_byte = {crc[7:0], 8'h00} ^ {mixed[3:0], 12'h000} ^ {3'b000, mixed, 5'b00000} ^ {8'h00, mixed};
  endfunction

  // One bit more.
  function automatic logic [15:0] crc16_bit(input logic [15:0] crc, input logic value);
    crc16_bit = {crc[14:0], 1'b0} ^ ((crc[15] ^ value) ? 16'h1021 : 16'h0000);
  endfunction

  // The 77 bits {source, destination, 256-byte region, eight zero bits}.
  function automatic logic [15:0] region_hash(
    input logic [15:0] seed, input logic [9:0] source, input logic [9:0] destination, input logic [48:0] region);
    logic [15:0] crc;
    logic [71:0] rest;
    crc  = seed;
    for (int b = 9; b >= 5; b--) crc = crc16_bit(crc, source[b]);
    rest = {source[4:0], destination, region, 8'h00};
    for (int n = 8; n >= 0; n--) crc = crc16_byte(crc, rest[8*n +: 8]);
    region_hash = crc;
  endfunction

endpackage
