// SPDX-License-Identifier: Apache-2.0
#include "workloads/formats/msccl_names.h"

#include <fmt/format.h>

namespace linkwright::formats {

using collectives::BufferKind;
using collectives::Collective;
using collectives::Opcode;
using collectives::Protocol;

const Names<Opcode>& StepTypes() {
  static const Names<Opcode> kNames = {{"s", Opcode::kSend},
                                       {"r", Opcode::kRecv},
                                       {"rcs", Opcode::kRecvCopySend},
                                       {"rrs", Opcode::kRecvReduceSend},
                                       {"rrc", Opcode::kRecvReduceCopy},
                                       {"rrcs", Opcode::kRecvReduceCopySend},
                                       {"cpy", Opcode::kCopy},
                                       {"re", Opcode::kReduce},
                                       {"nop", Opcode::kNop}};
  return kNames;
}

const Names<Protocol>& Protocols() {
  static const Names<Protocol> kNames = {
      {"Simple", Protocol::kSimple}, {"LL", Protocol::kLl}, {"LL128", Protocol::kLl128}};
  return kNames;
}

const Names<Collective>& Collectives() {
  static const Names<Collective> kNames = {{"allreduce", Collective::kAllReduce},
                                           {"allgather", Collective::kAllGather},
                                           {"reducescatter", Collective::kReduceScatter},
                                           {"reduce_scatter", Collective::kReduceScatter},
                                           {"reduce", Collective::kReduce},
                                           {"broadcast", Collective::kBroadcast},
                                           {"alltoall", Collective::kAllToAll},
                                           {"gather", Collective::kGather},
                                           {"scatter", Collective::kScatter}};
  return kNames;
}

const Names<BufferKind>& Buffers() {
  static const Names<BufferKind> kNames = {
      {"i", BufferKind::kInput}, {"o", BufferKind::kOutput}, {"s", BufferKind::kScratch}};
  return kNames;
}

std::string RanksText(const std::vector<int>& ranks) {
  std::vector<std::string> pieces;
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    const int first = ranks[i];
    while (i + 1 < ranks.size() && ranks[i + 1] == ranks[i] + 1) ++i;
    pieces.push_back(first == ranks[i] ? fmt::format("{}", first)
                                       : fmt::format("{} to {}", first, ranks[i]));
  }
  constexpr std::size_t kTold = 8;
  if (pieces.size() > kTold) {
    pieces.resize(kTold);
    pieces.emplace_back("others");
  }
  std::string text = ranks.size() == 1 ? "rank " : "ranks ";
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i > 0) text += i + 1 == pieces.size() ? " and " : ", ";
    text += pieces[i];
  }
  return text;
}

}  // namespace linkwright::formats
