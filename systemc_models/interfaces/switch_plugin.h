/* SPDX-License-Identifier: Apache-2.0
 *
 * The binary interface of a switch model that linkwright loads while it runs: a shared library that
 * exports one function, linkwright_switch_plugin. Plain C, so that any compiler and any language
 * can make one; it carries what interfaces::ClockedSwitch carries and nothing else, without
 * copying. docs/tutorials/your_rtl_behind_a_port.md builds one.
 *
 * Rules. Nothing may be thrown through these functions. One instance is used by one thread at a
 * time; several instances live at once, in several threads, and share nothing. Bytes that stand for
 * truth are 0 or 1. Arrays belong to the caller.
 */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Grows with every change of what stands below. A library of another version is refused. */
#define LINKWRIGHT_SWITCH_ABI_VERSION 1u

/* One direction of a port in one cycle: a flit (or a beat of an Ethernet frame) and a credit
 * update. Fields count only where their valid byte is 1. */
typedef struct linkwright_port_beat {
  uint64_t data[8]; /* data[0] bits [7:0]: the lowest-addressed byte */
  uint8_t valid;
  uint8_t head;
  uint8_t tail;
  uint8_t bytes; /* frames, with tail: valid bytes of this beat, 1 to 64; else 64 */
  uint8_t error; /* frames, with tail: the frame is known to be bad */
  uint8_t reserved_0[3];
  uint8_t credit_valid; /* flits: a cumulative limit in packets, modulo 2^16 */
  uint8_t credit_vc;
  uint16_t credit_limit;
  uint8_t reserved_1[4];
} linkwright_port_beat;

typedef struct linkwright_switch_inputs {
  const linkwright_port_beat* port; /* [ports] */
  const uint8_t* link_up;           /* [ports] */
  const uint16_t* backpressure; /* [ports], frames: bits [7:0] classes that may not start a frame,
                           bit 8 no beat may move */
  uint32_t time;                /* frames: ticks of a synchronised clock, modulo 2^32 */
  uint32_t bus_address;         /* in bytes */
  uint32_t bus_wdata;
  uint8_t bus_valid;
  uint8_t bus_write;
  uint8_t reserved[2];
} linkwright_switch_inputs;

typedef struct linkwright_switch_outputs {
  linkwright_port_beat*
      port;            /* [ports]; that of the last call: only what changed need be written */
  uint32_t* occupancy; /* [8 * ports], frames: cells charged to port p, class c at [8 p + c];
                     null for flits */
  uint32_t bus_rdata;
  uint8_t bus_valid;
  uint8_t bus_error;
  uint8_t interrupt;
  uint8_t idle; /* inputs without a valid beat change nothing now: the clock may be stopped */
} linkwright_switch_outputs;

/* What a model promises of its timing, against the twin of its variant. */
typedef enum linkwright_switch_contract {
  LINKWRIGHT_CONTRACT_CYCLE = 0, /* every output in every cycle */
  LINKWRIGHT_CONTRACT_WITHIN =
      1, /* the same packets on every output, at most contract_cycles apart */
  LINKWRIGHT_CONTRACT_ORDERED =
      2 /* the same packets in the same order by source, output and channel */
} linkwright_switch_contract;

typedef struct linkwright_switch_description {
  const char* component; /* "scaleup_switch" or "ethernet_switch": which wires and registers */
  const char* variant;   /* of that component's specification: ports, buffers, identification */
  const char* name;      /* for people */
  uint32_t ports;
  uint32_t contract; /* a linkwright_switch_contract */
  uint32_t contract_cycles;
  uint32_t can_trace;
} linkwright_switch_description;

typedef struct linkwright_switch linkwright_switch; /* the library's own */

typedef struct linkwright_switch_plugin_table {
  uint32_t abi_version; /* LINKWRIGHT_SWITCH_ABI_VERSION */
  uint32_t table_bytes; /* sizeof(linkwright_switch_plugin) */
  const linkwright_switch_description* (*describe)(void);

  /* seed 0: registers and memories without reset begin at 0; else with bits drawn from it. Null if
   * it failed; last_error(null) then says why. */
  linkwright_switch* (*create)(uint64_t seed);
  void (*destroy)(linkwright_switch*);

  /* 0 if all is well; anything else: the model is at its end (an assertion failed), and last_error
   * says why. Reset writes every field of every output; tick takes the wires of a cycle and writes
   * what the wires carry in the next one. */
  int (*reset)(linkwright_switch*, linkwright_switch_outputs* outputs);
  int (*tick)(linkwright_switch*, const linkwright_switch_inputs* inputs,
              linkwright_switch_outputs* outputs);

  /* A waveform of all signals from the next tick on, in the file `path`; 0 if it is being written.
   * Both may be null in a model that cannot trace. */
  int (*start_trace)(linkwright_switch*, const char* path);
  void (*stop_trace)(linkwright_switch*);

  /* One line; valid until the next call with the same instance. */
  const char* (*last_error)(const linkwright_switch*);
} linkwright_switch_plugin_table;

/* The one exported symbol. Returns the same table whenever it is called. */
typedef const linkwright_switch_plugin_table* (*linkwright_switch_plugin_function)(void);
#define LINKWRIGHT_SWITCH_PLUGIN_SYMBOL "linkwright_switch_plugin"

#ifdef __cplusplus
}
#endif
