// SPDX-License-Identifier: Apache-2.0
#include "workloads/formats/msccl_xml.h"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "foundation/diagnostics/suggest.h"
#include "foundation/diagnostics/text_file.h"
#include "workloads/collectives/program_builder.h"
#include "workloads/collectives/validate.h"
#include "workloads/formats/msccl_names.h"
#include "workloads/formats/xml_source.h"

namespace linkwright::formats {
namespace {

using collectives::BufferKind;
using collectives::ChunkRef;
using collectives::Collective;
using collectives::Instruction;
using collectives::KernelProgram;
using collectives::Opcode;
using collectives::Protocol;
using collectives::RankProgram;
using collectives::ThreadBlock;
using diagnostics::Diagnostics;
using diagnostics::SourceLocation;

class MscclReader {
 public:
  explicit MscclReader(const XmlSource& source) : source_(source) {}

  LoadedProgram Run() {
    const pugi::xml_node algo = source_.document().document_element();
    if (std::string_view(algo.name()) != "algo") {
      problems_.Error(source_.At(algo),
                      fmt::format("an MSCCL file is one <algo> element, found <{}>", algo.name()));
    } else {
      ReadAlgo(algo);
    }
    problems_.ThrowIfAny();
    for (const collectives::Finding& finding : collectives::Validate(result_.program)) {
      problems_.Error(Locate(finding), collectives::ToString(finding));
    }
    problems_.ThrowIfAny();
    result_.warnings = warnings_.All();
    return std::move(result_);
  }

 private:
  template <class T>
  std::optional<T> Choose(ElementReader& reader, const char* attribute, const Names<T>& names) {
    if (!reader.Has(attribute)) {
      reader.Text(attribute);  // reports
      return std::nullopt;
    }
    const std::string text = reader.Text(attribute);
    std::vector<std::string> known;
    std::string list;
    for (const auto& [name, value] : names) {
      if (name == text) return value;
      known.emplace_back(name);
      list += (list.empty() ? "" : ", ") + known.back();
    }
    reader.Refuse(attribute,
                  fmt::format("{} must be one of {}, found \"{}\"", attribute, list, text),
                  diagnostics::Suggest(text, known));
    return std::nullopt;
  }

  void ReadAlgo(const pugi::xml_node& algo) {
    ElementReader reader(source_, algo, problems_);
    reader.WarnAboutOthers(
        {"name", "proto", "nchannels", "nchunksperloop", "ngpus", "coll", "inplace", "outofplace",
         "minBytes", "maxBytes", "nthreads", "maxcount", "nthreadblocks", "redop"},
        {"gpu"}, warnings_);
    KernelProgram& program = result_.program;
    program.name = reader.Text("name");
    program.protocol = Choose(reader, "proto", Protocols()).value_or(Protocol::kSimple);
    program.collective = ReadCollective(reader);
    channels_ = static_cast<int>(reader.Integer("nchannels", 1, kMostChannels));
    program.chunks_per_loop = static_cast<int>(reader.Integer("nchunksperloop", 1, kMostChunks));
    const bool in_place = reader.Integer("inplace", 0, 1) == 1;
    // Files that allow both run out of place, as nccl-tests report first.
    program.in_place = in_place && reader.OptionalInteger("outofplace", 0, 1).value_or(0) == 0;
    program.min_bytes = reader.OptionalInteger("minBytes", 0, INT64_MAX).value_or(0);
    program.max_bytes = reader.OptionalInteger("maxBytes", 0, INT64_MAX).value_or(0);
    const std::size_t before = problems_.size();
    const int ranks = static_cast<int>(reader.Integer("ngpus", 1, kMostRanks));
    if (problems_.size() != before) return;  // every peer and rank would be called wrong
    program.ranks.resize(ranks);
    gpus_.resize(ranks);
    for (const pugi::xml_node& gpu : algo.children("gpu")) ReadGpu(gpu);
    std::vector<int> missing;
    for (int rank = 0; rank < ranks; ++rank) {
      if (!gpus_[rank]) missing.push_back(rank);
    }
    if (missing.empty()) return;
    reader.Refuse("ngpus", fmt::format("ngpus is {}, but there is no <gpu> for {}", ranks,
                                       RanksText(missing)));
  }

  Collective ReadCollective(ElementReader& reader) {
    for (const char* known : {"alltoallv", "send", "recv", "custom"}) {
      if (!reader.Has("coll") || reader.Text("coll") != known) continue;
      reader.Refuse("coll", fmt::format("coll=\"{}\" is known to MSCCL but not supported: nothing "
                                        "says what its result must be",
                                        known));
      return Collective::kAllReduce;
    }
    return Choose(reader, "coll", Collectives()).value_or(Collective::kAllReduce);
  }

  void ReadGpu(const pugi::xml_node& gpu) {
    ElementReader reader(source_, gpu, problems_);
    reader.WarnAboutOthers({"id", "i_chunks", "o_chunks", "s_chunks"}, {"tb"}, warnings_);
    const int ranks = result_.program.rank_count();
    const int id = static_cast<int>(reader.Integer("id", 0, ranks - 1));
    if (!reader.good()) return;
    if (gpus_[id]) {
      return reader.Refuse("id", fmt::format("rank {} is there twice; the first is in line {}", id,
                                             source_.At(gpus_[id]).line));
    }
    gpus_[id] = gpu;
    RankProgram& rank = result_.program.ranks[id];
    rank.input_chunks = static_cast<int>(reader.Integer("i_chunks", 0, kMostChunks));
    rank.output_chunks = static_cast<int>(reader.Integer("o_chunks", 0, kMostChunks));
    rank.scratch_chunks = static_cast<int>(reader.Integer("s_chunks", 0, kMostChunks));
    ReadBlocks(gpu, id);
  }

  void ReadBlocks(const pugi::xml_node& gpu, int rank) {
    std::vector<pugi::xml_node> blocks;
    for (const pugi::xml_node& block : gpu.children("tb")) blocks.push_back(block);
    const int count = static_cast<int>(blocks.size());
    result_.program.ranks[rank].thread_blocks.resize(count);
    std::vector<pugi::xml_node> seen(count);
    std::map<int, int> per_channel;
    for (const pugi::xml_node& block : blocks) {
      ElementReader reader(source_, block, problems_);
      reader.WarnAboutOthers({"id", "send", "recv", "chan"}, {"step"}, warnings_);
      const int id = static_cast<int>(reader.Integer("id", 0, INT32_MAX));
      if (!reader.good()) continue;
      if (id >= count) {
        reader.Refuse("id", fmt::format("rank {} has {} thread blocks, so their ids must be 0 to "
                                        "{}, found {}",
                                        rank, count, count - 1, id));
      } else if (seen[id]) {
        reader.Refuse(
            "id", fmt::format("rank {} has thread block {} twice; the first is in line {}", rank,
                              id, source_.At(seen[id]).line));
      } else {
        seen[id] = block;
        ReadBlock(block, reader, rank, id);
        const int channel = result_.program.ranks[rank].thread_blocks[id].channel;
        if (++per_channel[channel] == kMostBlocksPerChannel + 1 && channel >= 0) {
          reader.Refuse("chan", fmt::format("rank {} has more than {} thread blocks on channel {}, "
                                            "MSCCL's limit",
                                            rank, kMostBlocksPerChannel, channel));
        }
      }
    }
    block_nodes_[rank] = std::move(seen);
  }

  // What a thread block's <tb> says, on behalf of its steps.
  struct Peers {
    int send = -1;
    int recv = -1;
    int channel = -1;
    bool readable = true;  // else the <tb> was reported, and its steps are not blamed
  };

  void ReadBlock(const pugi::xml_node& node, ElementReader& reader, int rank, int id) {
    Peers peers;
    peers.send = ReadPeer(reader, "send", rank);
    peers.recv = ReadPeer(reader, "recv", rank);
    peers.channel = static_cast<int>(reader.Integer("chan", -1, channels_ - 1));
    peers.readable = reader.good();
    ThreadBlock& block = result_.program.ranks[rank].thread_blocks[id];
    block.channel = peers.channel;
    if (peers.channel < 0 && (peers.send >= 0 || peers.recv >= 0) && reader.good()) {
      reader.Refuse("chan", "a thread block with a peer needs a channel, found chan -1");
    }
    int expected = 0;
    for (const pugi::xml_node& step : node.children("step")) {
      if (expected == kMostSteps) {
        problems_.Error(source_.At(step),
                        fmt::format("a thread block has at most {} steps", kMostSteps));
        break;
      }
      ReadStep(step, peers, expected++, block);
    }
  }

  int ReadPeer(ElementReader& reader, const char* attribute, int rank) {
    const int last = result_.program.rank_count() - 1;
    const int peer = static_cast<int>(reader.Integer(attribute, -1, last));
    if (peer == rank) {
      reader.Refuse(attribute, fmt::format("rank {} cannot be its own peer; copies within a rank "
                                           "are steps of type cpy",
                                           rank));
    }
    return peer;
  }

  void ReadStep(const pugi::xml_node& node, const Peers& peers, int expected, ThreadBlock& block) {
    ElementReader reader(source_, node, problems_);
    reader.WarnAboutOthers(
        {"s", "type", "srcbuf", "srcoff", "dstbuf", "dstoff", "cnt", "depid", "deps", "hasdep"}, {},
        warnings_);
    Instruction step;
    const int64_t number = reader.Integer("s", 0, INT32_MAX);
    if (reader.good() && number != expected) {
      reader.Refuse("s", fmt::format("steps are numbered in order from 0, nops included: expected "
                                     "{}, found {}",
                                     expected, number));
    }
    step.opcode = Choose(reader, "type", StepTypes()).value_or(Opcode::kNop);
    const bool moves = step.opcode != Opcode::kNop;
    step.source = ReadChunk(reader, "srcbuf", "srcoff", collectives::ReadsSource(step.opcode));
    step.destination =
        ReadChunk(reader, "dstbuf", "dstoff", collectives::WritesDestination(step.opcode));
    step.count = static_cast<int>(reader.Integer("cnt", moves ? 1 : 0, kMostCount));
    if (!moves) step.count = 0;
    ReadDependence(reader, step);
    step.has_dependents = reader.Integer("hasdep", 0, 1) == 1;
    GivePeers(reader, peers, step);
    step.fused_with_previous = collectives::FusesWith(block.steps, step);
    block.steps.push_back(step);
  }

  ChunkRef ReadChunk(ElementReader& reader, const char* buffer, const char* offset, bool used) {
    ChunkRef chunk;
    if (used) {
      chunk.buffer = Choose(reader, buffer, Buffers()).value_or(BufferKind::kInput);
      chunk.offset = static_cast<int32_t>(reader.Integer(offset, 0, kMostChunks));
      return chunk;
    }
    reader.Text(buffer);
    reader.Integer(offset, -1, kMostChunks);
    return chunk;
  }

  void ReadDependence(ElementReader& reader, Instruction& step) {
    const int64_t block = reader.Integer("depid", -1, INT32_MAX);
    const int64_t awaited = reader.Integer("deps", -1, INT32_MAX);
    if ((block < 0) != (awaited < 0)) {
      return reader.Refuse(block < 0 ? "depid" : "deps",
                           fmt::format("depid and deps say together what to wait for, or are both "
                                       "-1; found {} and {}",
                                       block, awaited));
    }
    step.wait_for = {static_cast<int32_t>(block), static_cast<int32_t>(awaited)};
  }

  void GivePeers(ElementReader& reader, const Peers& peers, Instruction& step) {
    if (collectives::Sends(step.opcode)) {
      step.send_peer = peers.send;
      if (peers.send < 0 && peers.readable) {
        reader.Refuse("type", "the step sends, but its <tb> has send -1");
      }
    }
    if (collectives::Receives(step.opcode)) {
      step.recv_peer = peers.recv;
      if (peers.recv < 0 && peers.readable) {
        reader.Refuse("type", "the step receives, but its <tb> has recv -1");
      }
    }
  }

  SourceLocation Locate(const collectives::Finding& finding) const {
    if (finding.rank < 0) return source_.At(source_.document().child("algo"));
    if (finding.thread_block < 0) return source_.At(gpus_[finding.rank]);
    const pugi::xml_node block = block_nodes_.at(finding.rank)[finding.thread_block];
    if (finding.step < 0) return source_.At(block);
    pugi::xml_node step = block.child("step");
    for (int i = 0; i < finding.step; ++i) step = step.next_sibling("step");
    return source_.At(step);
  }

  const XmlSource& source_;
  Diagnostics problems_;
  LoadedProgram result_;
  Warnings warnings_;
  int channels_ = 1;
  std::vector<pugi::xml_node> gpus_;
  std::map<int, std::vector<pugi::xml_node>> block_nodes_;
};

}  // namespace

LoadedProgram ParseMscclXml(std::string_view text, const std::string& name) {
  const XmlSource source(std::string(text), name);
  return MscclReader(source).Run();
}

LoadedProgram LoadMscclXml(const std::string& path) {
  return ParseMscclXml(diagnostics::ReadTextFile(path), path);
}

}  // namespace linkwright::formats
