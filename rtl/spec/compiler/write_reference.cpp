// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "rtl/spec/compiler/constants.h"
#include "rtl/spec/compiler/names.h"
#include "rtl/spec/compiler/page.h"
#include "rtl/spec/compiler/writers.h"

namespace linkwright::spec_compiler {
namespace {

// A bar would end the cell.
std::string Cell(const std::string& text) {
  std::string cell;
  for (const char c : text) cell += c == '|' ? std::string("\\|") : std::string(1, c);
  return cell;
}

void WriteFields(const std::vector<Field>& fields, Page& page) {
  page.Line("| bits | field | meaning |");
  page.Line("|---|---|---|");
  for (const Field& field : fields) {
    const std::string bits = field.bits == 1
                                 ? std::to_string(field.low)
                                 : fmt::format("{}:{}", field.low + field.bits - 1, field.low);
    page.Line("| {} | `{}` | {} |", bits, field.name, Cell(field.doc));
  }
}

void WritePackets(const Spec& spec, Page& page) {
  page.Line("## Packets");
  page.Line();
  page.Line(
      "A packet is one header flit of {} bits and, if its operation carries data, up to {} data "
      "flits ({} bytes).",
      spec.flit_bits, spec.max_data_flits, spec.max_payload_bytes);
  page.Line("Bits {} to {} of the header are zero.", spec.header_bits(), spec.flit_bits - 1);
  page.Line();
  WriteFields(spec.header, page);
  page.Line();
}

void WriteFrames(const Spec& spec, Page& page) {
  page.Line("## Frames");
  page.Line();
  page.Line(
      "A frame crosses a port in beats of {} bytes, one per clock at most; every beat but the last "
      "is full.",
      spec.flit_bits / 8);
  page.Line();
  page.Line("| wires of a port | meaning |");
  page.Line("|---|---|");
  page.Line("| `rx_valid`, `tx_valid` | a beat; the other wires mean something only then |");
  page.Line("| `rx_head`, `tx_head` | first beat of a frame |");
  page.Line("| `rx_tail`, `tx_tail` | last beat of a frame |");
  page.Line("| `rx_error`, `tx_error` | with the last beat: the frame is known to be bad |");
  page.Line("| `rx_bytes`, `tx_bytes` | with the last beat: valid bytes of it, 1 to {} |",
            spec.flit_bits / 8);
  page.Line("| `rx_data`, `tx_data` | the bytes; bits 7:0 are the first |");
  page.Line(
      "| `hold` | what the port may not send: bits 7:0, traffic classes that may not start a "
      "frame; bit 8, any beat |");
  page.Line(
      "| `held` | cells charged to the port's priority groups: bits 20 c + 19 to 20 c, those of "
      "class c |");
  page.Line();
  page.Line("`time` is one for all ports: 32 bits, a tick count from outside, modulo 2^32.");
  page.Line();
}

void WriteNumbers(const Spec& spec, Page& page) {
  if (spec.constants.empty()) return;
  page.Line("## Constants");
  page.Line();
  page.Line("The same in every variant; in C++ with a `k` before the name.");
  page.Line();
  page.Line("| name | value | meaning |");
  page.Line("|---|---|---|");
  for (const NamedNumber& number : spec.constants) {
    page.Line("| `{}` | {} | {} |", number.name, number.value, Cell(number.doc));
  }
  page.Line();
}

void WriteRecords(const Spec& spec, Page& page) {
  if (spec.records.empty()) return;
  page.Line("## Records");
  for (const Record& record : spec.records) {
    page.Line();
    page.Line("### {}", record.name);
    page.Line();
    page.Line("{}; {} bits.", Cell(record.doc), record.bits());
    page.Line();
    WriteFields(record.fields, page);
  }
  page.Line();
}

void WriteOperations(const Spec& spec, Page& page) {
  page.Line("## Operations");
  page.Line();
  page.Line(
      "Bit 5 of the code: data flits follow. Bit 4: response. An operation from a switch is "
      "refused at a port.");
  page.Line();
  page.Line("| code | operation | from | kind | data | meaning |");
  page.Line("|---|---|---|---|---|---|");
  for (const Operation& operation : spec.operations) {
    page.Line("| {:#04x} | `{}` | {} | {} | {} | {} |", operation.code, operation.name,
              operation.from, operation.kind, (operation.code & 0x20) != 0 ? "yes" : "no",
              Cell(operation.doc));
  }
  page.Line();
}

void WriteEnums(const Spec& spec, Page& page) {
  page.Line("## Codes");
  for (const Enumeration& enumeration : spec.enums) {
    page.Line();
    page.Line("### {}", enumeration.name);
    page.Line();
    page.Line("{}; in SystemVerilog with the prefix `{}`.", Cell(enumeration.doc),
              enumeration.prefix);
    page.Line();
    page.Line("| value | name | meaning |");
    page.Line("|---|---|---|");
    for (const EnumValue& value : enumeration.values) {
      page.Line("| {} | `{}` | {} |", value.value, value.name, Cell(value.doc));
    }
  }
  page.Line();
}

std::string Address(const Spec& spec, const Register& reg) {
  std::string text = fmt::format("{:#07x}", reg.address);
  if (reg.per_port) text += fmt::format(" + {:#x} * port", spec.port_stride);
  if (reg.per_vc) text += " + 4 * vc";
  if (reg.count > 1) text += fmt::format(" + {} * {}", reg.stride, reg.index);
  if (reg.words > 1) text += " + 4 * word";
  return text;
}

std::string ResetText(const Register& reg) {
  if (reg.reset)
    return *reg.reset > 9999 ? fmt::format("{:#x}", *reg.reset) : std::to_string(*reg.reset);
  if (reg.access == "counter") return "0";
  return reg.value_source.empty() ? "-" : reg.value_source;
}

void WriteRegisters(const Spec& spec, Page& page) {
  page.Line("## Registers");
  page.Line();
  page.Line(
      "All registers have 32 bits; addresses are in bytes. Access: ro read only, rw read and "
      "write, w1c writing 1 clears,");
  if (spec.frames) {
    page.Line(
        "wo write only, counter counts events (read only, cleared by CLEAR_COUNTERS). `port` goes "
        "from 0 to Ports - 1 of the variant;");
    page.Line("other addresses are not mapped.");
  } else {
    page.Line(
        "wo write only, counter counts events (read only, cleared by CLEAR_COUNTERS). `port` goes "
        "from 0 to Ports - 1 and `vc` from 0 to");
    page.Line("VirtualChannels - 1 of the variant; other addresses are not mapped.");
  }
  page.Line();
  page.Line("| address | register | access | bits | after reset | elements | meaning |");
  page.Line("|---|---|---|---|---|---|---|");
  for (const Register& reg : spec.registers) {
    std::string elements = reg.count == 1 ? "1" : std::to_string(reg.count);
    if (!reg.count_parameter.empty()) elements = reg.count_parameter;
    if (reg.words > 1) elements += fmt::format(" x {} words", reg.words);
    page.Line("| {} | `{}` | {} | {} | {} | {} | {} |", Address(spec, reg), reg.name, reg.access,
              reg.bits, ResetText(reg), elements, Cell(reg.doc));
  }
  page.Line();
}

void WriteVariants(const Spec& spec, Page& page) {
  page.Line("## Parameters");
  page.Line();
  page.Line("| parameter | range | meaning |");
  page.Line("|---|---|---|");
  for (const Parameter& parameter : spec.parameters) {
    const std::string range = parameter.enumeration.empty()
                                  ? fmt::format("{} to {}", parameter.min, parameter.max)
                                  : fmt::format("see {}", parameter.enumeration);
    page.Line("| `{}` | {} | {} |", parameter.name, range, Cell(parameter.doc));
  }
  page.Line();
  page.Line("## Variants");
  page.Line();
  if (spec.pipeline_ticks != 0) {
    page.Line("A {} crosses an empty switch in {}{} clock periods, from sampling to sampling.",
              spec.frames ? "frame" : "packet", spec.pipeline_ticks,
              spec.FindParameter("EgressPad") < 0 ? "" : " + EgressPad");
  }
  page.Line("One column per variant; a variant with RTL has a top `rtl/top/{}_<variant>.sv`.",
            spec.name);
  page.Line();
  std::string names = "| parameter |", rule = "|---|", index = "| index |", rtl = "| RTL |";
  for (size_t i = 0; i < spec.variants.size(); ++i) {
    names += fmt::format(" {} |", spec.variants[i].name);
    rule += "---|";
    index += fmt::format(" {} |", i);
    rtl += spec.variants[i].rtl ? " yes |" : " no |";
  }
  page.Line("{}\n{}\n{}\n{}", names, rule, index, rtl);
  for (size_t p = 0; p < spec.parameters.size(); ++p) {
    std::string row = fmt::format("| {} |", spec.parameters[p].name);
    const Enumeration* enumeration = spec.FindEnum(spec.parameters[p].enumeration);
    for (const Variant& variant : spec.variants) {
      const int64_t value = variant.values[p];
      row +=
          enumeration == nullptr
              ? fmt::format(" {} |", value)
              : fmt::format(" {} |", Lower(enumeration->values[static_cast<size_t>(value)].name));
    }
    page.Line("{}", row);
  }
  page.Line();
  for (const Variant& variant : spec.variants) page.Line("- `{}`: {}.", variant.name, variant.doc);
}

}  // namespace

std::string WriteReference(const Spec& spec) {
  Page page;
  page.Line("<!--");
  page.Add(Banner(spec, " "));
  page.Line("-->");
  page.Line("# {}: {}, registers and variants", spec.name, spec.frames ? "frames" : "packets");
  page.Line();
  page.Line("Version {}, identity {:#010x}. What happens in which cycle is described in",
            spec.version, spec.identity);
  page.Line(
      "[the model page](../models/{}.md). SystemVerilog reads these numbers from "
      "`rtl/packages/{}_pkg.sv`, C++ from",
      spec.name, spec.name);
  page.Line("`rtl/spec/generated/{}.h`, other programs from `{}`.", spec.name,
            RegisterMapPath(spec));
  page.Line();
  if (spec.frames) {
    WriteFrames(spec, page);
  } else {
    WritePackets(spec, page);
    WriteOperations(spec, page);
  }
  WriteNumbers(spec, page);
  WriteRecords(spec, page);
  WriteEnums(spec, page);
  WriteRegisters(spec, page);
  WriteVariants(spec, page);
  return page.Take();
}

}  // namespace linkwright::spec_compiler
