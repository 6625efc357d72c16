// SPDX-License-Identifier: Apache-2.0
// Counters of link-level retry under the names of SAI (SAI_PORT_STAT_LLR_*), in its order, and two
// of our own.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace linkwright::link {

enum class LlrCounter : std::uint8_t {
  kTxInitCtlOs,
  kTxInitEchoCtlOs,
  kTxAckCtlOs,
  kTxNackCtlOs,
  kTxDiscard,
  kTxOk,
  kTxPoisoned,
  kTxReplay,
  kRxInitCtlOs,
  kRxInitEchoCtlOs,
  kRxAckCtlOs,
  kRxNackCtlOs,
  kRxAckNackSeqError,
  kRxOk,
  kRxPoisoned,
  kRxBad,
  kRxExpectedSeqGood,
  kRxExpectedSeqPoisoned,
  kRxExpectedSeqBad,
  kRxMissingSeq,
  kRxDuplicateSeq,
  kRxReplay,
  kRxPlainBad,  // frames without a number, damaged or cut
  kRxNotReady,  // frames with a number for which there was no receiver
};
inline constexpr int kLlrCounters = 24;

inline constexpr std::array<std::string_view, kLlrCounters> kLlrCounterNames = {
    "TX_INIT_CTL_OS",
    "TX_INIT_ECHO_CTL_OS",
    "TX_ACK_CTL_OS",
    "TX_NACK_CTL_OS",
    "TX_DISCARD",
    "TX_OK",
    "TX_POISONED",
    "TX_REPLAY",
    "RX_INIT_CTL_OS",
    "RX_INIT_ECHO_CTL_OS",
    "RX_ACK_CTL_OS",
    "RX_NACK_CTL_OS",
    "RX_ACK_NACK_SEQ_ERROR",
    "RX_OK",
    "RX_POISONED",
    "RX_BAD",
    "RX_EXPECTED_SEQ_GOOD",
    "RX_EXPECTED_SEQ_POISONED",
    "RX_EXPECTED_SEQ_BAD",
    "RX_MISSING_SEQ",
    "RX_DUPLICATE_SEQ",
    "RX_REPLAY",
    "RX_PLAIN_BAD",
    "RX_NOT_READY"};

class LlrCounters {
 public:
  void Count(LlrCounter counter) { ++count_[static_cast<std::size_t>(counter)]; }
  std::uint32_t operator[](LlrCounter counter) const {
    return count_[static_cast<std::size_t>(counter)];
  }
  std::uint32_t At(int index) const { return count_[static_cast<std::size_t>(index)]; }
  void Clear() { count_ = {}; }

 private:
  std::array<std::uint32_t, kLlrCounters> count_{};
};

}  // namespace linkwright::link
