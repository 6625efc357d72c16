# SPDX-License-Identifier: Apache-2.0
"""Rewrites SystemVerilog into what yosys 0.23 reads; what it does, and why, is docs/models/synthesis.md.

Rewritten: imports in module headers (names get their package), unpacked arrays that are ports, connected or assigned
as a whole (they become vectors), $countones, indices that a size cast makes negative, and resets of arrays that the
caller declares to be RAMs. Assertions are left out. Everything else stays as it is, line for line, or is refused."""

from declarations import TYPES, Header, body_arrays, package_names
from tokens import Source

# yosys would read these wrongly or not at all.
REFUSED = {"return", "break", "continue", "inside", "foreach", "struct", "union", "interface", "modport", "class",
           "program", "while", "do", "string", "real", "byte", "shortint", "longint", "force", "fork", "assert",
           "assume", "cover", "property", "sequence", "bind", "export", "import", "matches", "randcase"}
SYSTEM_FUNCTIONS = {"$clog2", "$signed", "$unsigned", "$bits"}
COUNT_ONES_BITS = 160  # of an argument of $countones at most
COUNT_ONES = (f" function automatic logic [31:0] lowered_count_ones(input logic [{COUNT_ONES_BITS - 1}:0] value);"
              f" lowered_count_ones = 32'd0; for (int n = 0; n < {COUNT_ONES_BITS}; n++)"
              " lowered_count_ones = lowered_count_ones + 32'(value[n]); endfunction")
ALL_ONES = "{1024{1'b1}}"  # wider than anything it is assigned to
STATEMENT_STARTS = {";", "begin", "end", "else", ")", ":", "always_comb"}


class Design:
    """All sources of a design, given as (path, text), packages before what uses them. rams: "module.array" whose reset
    is left out, because a RAM has none."""

    def __init__(self, files, rams=(), defines=("YOSYS", "SYNTHESIS")):
        self.packages = {}
        self.headers = {}
        self.rams = set(rams)
        self.unused_rams = set(rams)
        self.sources = [Source(path, text, defines) for path, text in files]
        self.modules = []  # (source, header, end)
        for source in self.sources:
            self._read(source)

    def _read(self, source):
        at = 0
        while at < len(source.code):
            token = source.code[at]
            if token.text in ("package", "module"):
                end = at
                while source.code[end].text != "end" + token.text:
                    end += 1
                    if end == len(source.code):
                        raise source.error(token, f"{token.text} is never ended")
                if token.text == "package":
                    self.packages[source.code[at + 1].text] = package_names(source, at + 3, end)
                else:
                    self.modules.append((source, at, end))
                at = end + 1
            elif token.kind == "directive":
                at += 2 if token.text == "`include" else 1
            else:
                raise source.error(token, f"'{token.text}' outside of modules and packages is not understood")

    def lower(self):
        """[(path, text)] of the rewritten files."""
        bodies = []
        for source, at, end in self.modules:
            header = Header(source, at)
            qualify(self, source, header, end)
            header = Header(source, at)  # once more: its texts have packages now
            self.headers[header.name] = header
            bodies.append((source, header, end))
        for source, header, end in bodies:
            Body(self, source, header, end).lower()
        for ram in sorted(self.unused_rams):
            raise source.error(source.code[0], f"there is no reset of a RAM {ram} to leave out")
        return [(source.path, str(source)) for source in self.sources]


def qualify(design, source, header, end):
    """Writes package::name for what the header imports, and removes the imports."""
    code = source.code
    package_of = {}
    for first, last, package, name in header.imports:
        if package not in design.packages:
            raise source.error(code[first], f"package {package} is not among the sources before")
        for imported in design.packages[package] if name == "*" else {name}:
            package_of[imported] = package
        for token in code[first:last + 1]:
            token.out = ""
    if not package_of:
        return
    _, declared = body_arrays(source, header.semicolon, end)
    if header.parameters:
        declared |= body_arrays(source, *header.parameters)[1]
    for at in range(header.begin, end):
        token = code[at]
        if token.kind == "word" and token.text in package_of and code[at - 1].text not in (".", "::"):
            if token.text in declared or token.text in header.ports:
                raise source.error(token, f"{token.text} is declared here and imported from {package_of[token.text]}")
            token.out = f"{package_of[token.text]}::{token.text}"


class Body:
    """The body of one module. Arrays that cross a border (ports, connections, assignments as a whole) become vectors;
    the others stay arrays, which yosys takes for memories."""

    def __init__(self, design, source, header, end):
        self.design = design
        self.source = source
        self.code = source.code
        self.header = header
        self.end = end
        self.arrays = dict(header.arrays)
        self.declared = {}  # position of a declared name: array
        found, _ = body_arrays(source, header.semicolon, end)
        for at, array in found:
            if array.name in self.arrays and not array.same_shape(self.arrays[array.name]):
                raise source.error(self.code[at], f"two arrays {array.name} of different shapes in one module")
            self.arrays[array.name] = array
            self.declared[at] = array
        self.constants = {"int", "unsigned"}
        self.vectors = set(header.arrays)
        self.inside = range(header.semicolon + 1, end)

    def lower(self):
        for at in range(self.header.begin, self.end):
            self._check(at)
            self._note_constant(at)
        for at in self.inside:
            if self._is_array(at) and self.code[at + 1].text != "[" and not self._is_left_out(at):
                self._check_whole(at)
                self.vectors.add(self.code[at].text)
        for at in self.inside:
            if self.code[at].text in self.design.headers and self.code[at + 1].kind in ("word", "symbol"):
                self._check_instance(at)
        for name, (packed, token, size) in self.header.array_tokens.items():
            if packed:
                clear(self.code, *packed)
            clear(self.code, *size)
            token.out = f"{self.arrays[name].flat_range()} {name}"
        for at, array in self.declared.items():
            if array.name in self.vectors:
                self._lower_declaration(at, array)
        writes = []
        for at in self.inside:
            if self.code[at].text == "[":
                self._lower_index(at)
            if self._is_array(at) and self.code[at].text in self.vectors:
                if self.code[at + 1].text == "[":
                    self._lower_element(at, writes)
        for write in writes:
            self._lower_dynamic_write(*write)
        if any(self.code[at].text == "$countones" for at in self.inside):
            self.code[self.header.semicolon].out += COUNT_ONES

    def _is_array(self, at):
        """code[at] is the name of an array that is used, not declared, there."""
        token = self.code[at]
        return (token.kind == "word" and token.text in self.arrays and at not in self.declared
                and self.code[at - 1].text not in (".", "::"))

    def _check_assigned_concatenation(self, at):
        """yosys drops what is written to a bit chosen at run time inside of one, without a word."""
        end = self.source.closing(at)
        if self.code[end + 1].text != "=":
            return
        for inside in range(at, end):
            if self.code[inside].text == "[" and self.code[inside + 1].kind == "word":
                raise self.source.error(self.code[inside], "an element chosen at run time is assigned as a part of a concatenation")

    def _check(self, at):
        token = self.code[at]
        formal = token.text in ("assert", "assume") and "FORMAL" in self.source.defines
        if token.text in REFUSED and not formal:
            raise self.source.error(token, f"'{token.text}' is not understood")
        if token.text == "{" and self.code[at - 1].text in (";", "begin", "else", ")"):
            self._check_assigned_concatenation(at)
        if token.text == "$countones" and self.code[at + 1].text == "(":
            token.out = "lowered_count_ones"
            self.code[at + 1].out = "({"
            self.code[self.source.closing(at + 1)].out = "})"
        elif token.kind == "system" and token.text not in SYSTEM_FUNCTIONS:
            raise self.source.error(token, f"{token.text} is not understood")
        elif token.text == "'1" and self.code[at - 1].text in ("?", ":") and self.code[at - 2].text != "default":
            token.out = ALL_ONES  # yosys takes it for 1 if the condition is constant
        elif token.text == "'1" and self.code[at - 1].text in ("(", ",") and self.code[at - 3].text != ".":
            raise self.source.error(token, "'1 as an argument would be read as 1")
        elif token.text == "'{" and not (self._is_array(at - 2) and self.code[at - 1].text in ("=", "<=")):
            raise self.source.error(token, "assignment patterns are understood as array = '{default: value}; only")

    def _note_constant(self, at):
        """Names of parameters and of the variables of loops: what is indexed with these is known to yosys."""
        if self.code[at].text == "=":
            start = at
            while self.code[start].text not in (";", "(", ",", "begin", "end", "else"):
                start -= 1
            if self.code[start + 1].text in ("localparam", "parameter") or self.code[start - 1].text == "for":
                self.constants.add(self.code[at - 1].text)

    def _check_whole(self, at):
        """An array without an index: the whole of a connection, or one side of an assignment."""
        code, source = self.code, self.source
        before, behind = code[at - 1].text, code[at + 1].text
        if before == "(" and behind == ")" and code[at - 3].text == ".":
            return
        if behind in ("=", "<=") and (before in STATEMENT_STARTS or code[at - 2].text == ":"):
            other = code[at + 2]
            if other.text == "'{":
                close = source.closing(at + 2)
                if code[at + 3].text == "default" and code[at + 4].text == ":" and code[close + 1].text == ";":
                    # Only '0 and '1 mean the same for one element and for all of them.
                    if source.words(at + 5, close) not in ("'0", "'1"):
                        raise source.error(other, "'{default: value} is understood for '0 and '1 only")
                    code[at + 3].out = code[at + 4].out = other.out = code[close].out = ""
                    return
            elif self._is_array(at + 2) and code[at + 3].text == ";":
                if self.arrays[other.text].same_shape(self.arrays[code[at].text]):
                    return
            raise source.error(other, f"{code[at].text} is assigned something else than an array of its shape")
        if before in ("=", "<=") and behind == ";" and self._is_array(at - 2):
            return  # the right side of what has been checked
        raise source.error(code[at], f"the whole array {code[at].text} in an expression")

    def _is_left_out(self, at):
        """Removes the reset of a RAM; true if code[at] was one."""
        ram = f"{self.header.name}.{self.code[at].text}"
        if ram not in self.design.rams or self.code[at + 2].text != "'{":
            return False
        self.design.unused_rams.discard(ram)
        self._leave_out_reset(at)
        clear(self.code, at, self.source.closing(at + 2) + 1)
        return True

    def _check_instance(self, at):
        code, source = self.code, self.source
        child = self.design.headers[code[at].text]
        at += 1
        if code[at].text == "#":
            at = source.closing(at + 1) + 1
        instance = code[at]
        at += 1
        if instance.kind != "word" or code[at].text != "(" or code[source.closing(at) + 1].text != ";":
            raise source.error(instance, f"instance of {child.name}: 'name (connections);' expected")
        end = source.closing(at)
        at += 1
        while at < end:
            named = code[at].text == "." and code[at + 1].kind == "word"
            if not named or code[at + 2].text not in ("(", ",", ")"):
                raise source.error(code[at], f"{instance.text}: connections are understood as .port(signal) or .port only")
            port, close = code[at + 1], source.closing(at + 2) if code[at + 2].text == "(" else at + 1
            if port.text not in child.ports:
                raise source.error(port, f"{child.name} has no port {port.text}")
            whole = close == at + 4 and self._is_array(at + 3)
            connected = close == at + 1 or close > at + 3
            if connected and whole != (port.text in child.arrays):
                raise source.error(port, f"port {port.text}: an array is connected to something else than an array")
            at = close + 1
            at += code[at].text == ","

    def _lower_declaration(self, at, array):
        """`logic [7:0] a [4], b [4];`: the vector has a declaration of its own."""
        close = self.source.closing(at + 1)
        start = at
        while self.code[start].text not in TYPES:
            start -= 1
        if self.code[start + 1].text == "signed":
            raise self.source.error(self.code[at], f"array {array.name} of signed elements")
        following = self.code[close + 1].text
        first = self.code[at - 1].text != ","
        if not first and array.name not in self.vectors or following not in (",", ";"):
            raise self.source.error(self.code[at], f"declaration of {array.name} is not understood")
        if not first or following == ",":
            raise self.source.error(self.code[at], f"{array.name} needs a declaration of its own")
        if array.packed:
            clear(self.code, start + 1, self.source.closing(start + 1))
        clear(self.code, at + 1, close)
        self.code[at].out = f"{array.flat_range()} {array.name}"

    def _lower_index(self, at):
        """A size cast keeps the sign: 3'(7) of an int is the index -1. Verilator takes 7, which is what is meant."""
        if self.code[at + 2].text == "'(" and self.source.closing(at + 2) + 1 == self.source.closing(at):
            self.code[at + 2].out = "'($unsigned("
            self.code[self.source.closing(at + 2)].out = "))"

    def _lower_element(self, at, writes):
        """array[i] and array[i][part] become parts of the vector."""
        code, source = self.code, self.source
        width = self.arrays[code[at].text].width
        opening, close = at + 1, source.closing(at + 1)
        last = close
        code[opening].out = "[("
        if code[close + 1].text == "[":
            last = source.closing(close + 1)
            colon = source.outermost(close + 2, last, (":", "+:", "-:", "?"))
            code[close].out = f") * {width} + ("
            code[close + 1].out = ""
            code[last].out = ")]"
            if colon and code[colon[0]].text == "+:":
                code[colon[0]].out = ") +: ("
            elif colon and code[colon[0]].text == ":":
                msb, lsb = source.words(close + 2, colon[0]), source.words(colon[0] + 1, last)
                clear(code, close + 2, last - 1)
                code[last].out = f"{lsb}) +: (({msb}) - ({lsb}) + 1)]"
            elif colon:
                raise source.error(code[colon[0]], "this part of an element is not understood")
        else:
            code[close].out = f") * {width} +: {width}]"
        constant = all(token.kind in ("number", "symbol") or token.text in self.constants or code[n - 1].text == "::"
                       or code[n + 1].text == "::" for n, token in enumerate(code[opening:close], opening))
        starts = code[at - 1].text in STATEMENT_STARTS or code[at - 2].text == ":"
        if code[last + 1].text in ("=", "<=") and starts:
            if not constant:
                writes.append((at, opening, close, last))
        elif not constant and last == close:
            # A choice per element here, too: yosys would multiply the index and shift the vector.
            name = code[at].text
            code[at].out, code[opening].out, code[close].out = f"lowered_read_{name}({name}, ", "", ")"
            self._declare(self.arrays[name], read_function(f"lowered_read_{name}", self.arrays[name]))

    def _lower_dynamic_write(self, at, opening, close, last):
        """A write to an element that is chosen at run time is a function of the whole vector with a choice per element;
        yosys would shift the vector, which costs many times the gates."""
        code, source = self.code, self.source
        name = code[at].text
        array = self.arrays[name]
        if code[last + 1].text != "=":
            raise source.error(code[at], f"an element of {name} chosen at run time is written in a clocked block")
        bit = last != close
        if bit and source.outermost(close + 2, last, (":", "+:", "-:")):
            raise source.error(code[at], f"a part of an element of {name} chosen at run time is written")
        function = f"lowered_write_{'bit_of_' if bit else ''}{name}"
        index = source.words(opening + 1, close)
        place = f", {source.words(close + 2, last)}" if bit else ""
        clear(code, opening, last)
        code[last + 1].out = f"= {function}({name}, {index}{place},"
        end = last
        while code[end].text != ";":
            end += 1
        code[end].out = ");"
        self._declare(array, write_function(function, array, bit))

    def _declare(self, array, function):
        """Puts a function behind the declaration of the array it works on."""
        declared = [at for at, other in self.declared.items() if other.name == array.name]
        after = declared[0] if declared else self.header.semicolon
        while self.code[after].text != ";":
            after += 1
        if function not in self.code[after].out:
            self.code[after].out += function

    def _leave_out_reset(self, at):
        """The block of a RAM's reset must reset nothing else, and becomes a block without asynchronous reset."""
        code, source = self.code, self.source
        start = at
        while code[start].text != "always_ff":
            start -= 1
        event = [token.text for token in code[start:start + 15]]
        expected = ["always_ff", "@", "(", "posedge", None, "or", "negedge", "rst_ni", ")", "begin", "if", "(", "!",
                    "rst_ni", ")"]
        if any(wanted not in (None, text) for wanted, text in zip(expected, event)) or code[start + 15].text != "begin":
            raise source.error(code[start], "the block that resets a RAM does not look as expected")
        clear(code, start + 5, start + 7)
        position = start + 16
        while code[position].text != "end":
            name = code[position].text
            if f"{self.header.name}.{name}" not in self.design.rams or code[position + 1].text != "<=":
                raise source.error(code[position], f"{name} is reset together with RAMs")
            position = source.closing(position + 2) + 2


def read_function(name, array):
    return (f" function automatic logic [{array.width} - 1:0] {name}(input logic {array.flat_range()} vector,"
            f" input logic [31:0] index); {name} = '0;"
            f" for (int unsigned lowered_i = 0; lowered_i < {array.size}; lowered_i++)"
            f" {name} = (index == lowered_i) ? vector[lowered_i * {array.width} +: {array.width}] : {name}; endfunction")


def write_function(name, array, bit):
    part = f"[lowered_i * {array.width} +: {array.width}]"
    element = f"vector{part}"
    place, value, local, body = "", f"[{array.width} - 1:0] ", "", f"value : {element}"
    if bit:
        place, value, local = " input logic [31:0] place,", "", f" logic [{array.width} - 1:0] element;"
        body = f"element : {element}"
    change = f" element = {element}; element[place] = value;" if bit else ""
    return (f" function automatic logic {array.flat_range()} {name}(input logic {array.flat_range()} vector,"
            f" input logic [31:0] index,{place} input logic {value}value);{local}"
            f" for (int unsigned lowered_i = 0; lowered_i < {array.size}; lowered_i++) begin{change}"
            f" {name}{part} = (index == lowered_i) ? {body}; end endfunction")


def wrapper(design, top, inner):
    """A module with the ports that `top` had before it was rewritten, around a module `inner` that has those of now."""
    source, first = next((source, at) for source, at, _ in design.modules if source.code[at + 1].text == top)
    header = design.headers[top]
    text = " ".join(token.text for token in source.code[first:header.semicolon + 1]).replace(" :: ", "::")
    connections = []
    for port in header.ports:
        array = header.arrays.get(port)
        connections.append(f".{port}({port}_flat)" if array else f".{port}({port})")
        if array:
            part = f"{port}_flat[n * {array.width} +: {array.width}]"
            sides = (f"{port}[n]", part) if array.direction == "output" else (part, f"{port}[n]")
            text += (f"\n  logic {array.flat_range()} {port}_flat; for (genvar n = 0; n < {array.size}; n++)"
                     f" begin : gen_{port} assign {sides[0]} = {sides[1]}; end")
    return f"{text}\n  {inner} u_{inner} ({', '.join(connections)});\nendmodule\n"


def flat_wrapper(design, module, inner):
    """The other way round: a module with the ports of now, around a module `inner` that has those of before."""
    source, first = next((source, at) for source, at, _ in design.modules if source.code[at + 1].text == module)
    header = design.headers[module]
    text = source.words(first, header.semicolon) + ";"
    connections = []
    for port in header.ports:
        array = header.arrays.get(port)
        connections.append(f".{port}({port}_array)" if array else f".{port}({port})")
        if array:
            part = f"{port}[n * {array.width} +: {array.width}]"
            sides = (part, f"{port}_array[n]") if array.direction == "output" else (f"{port}_array[n]", part)
            text += (f"\n  logic [{array.width} - 1:0] {port}_array [{array.size}]; for (genvar n = 0; n < {array.size}; n++)"
                     f" begin : gen_{port} assign {sides[0]} = {sides[1]}; end")
    first, end = header.parameters or (0, 0)
    parameters = [source.code[at - 1].text for at in source.outermost(first + 1, end, ("=",))]
    settings = f" #({', '.join(f'.{name}({name})' for name in parameters)})" if parameters else ""
    return f"{text}\n  {inner}{settings} u_{inner} ({', '.join(connections)});\nendmodule\n"


def black_box(design, module):
    """The module without its body, as rewritten."""
    source, first = next((source, at) for source, at, _ in design.modules if source.code[at + 1].text == module)
    return source.words(first, design.headers[module].semicolon) + ";\nendmodule\n"


def clear(code, first, last):
    for token in code[first:last + 1]:
        token.out = ""
