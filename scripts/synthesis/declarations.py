# SPDX-License-Identifier: Apache-2.0
"""What a design declares, as far as the lowering has to know: names of packages, ports of modules, unpacked arrays."""

import re

TYPES = {"logic", "bit", "reg", "wire", "int", "integer"}
DIRECTIONS = {"input", "output"}


class Array:
    """`logic [msb:lsb] name [size]`; range is "" for one bit. Texts are expressions, for the scope of the module."""

    def __init__(self, name, packed, size, direction=None):
        self.name = name
        self.packed = packed            # "[msb:lsb]" or ""
        self.size = f"({size})"
        self.direction = direction      # of a port
        self.width = "1"
        if packed:
            msb, lsb = re.split("(?<!:):(?!:)", packed[1:-1])
            self.width = f"(({msb}) - ({lsb}) + 1)"

    def flat_range(self):
        return f"[{self.size} * {self.width} - 1:0]"

    def same_shape(self, other):
        return (self.width, self.size) == (other.width, other.size)


def package_names(source, first, end):
    """Constants, functions and structures of the package in code[first:end]."""
    names = set()
    inside_function = False
    for at in range(first, end):
        text = source.code[at].text
        if text == "function":
            inside_function = True
            names.add(source.code[_function_name(source, at)].text)
        elif text == "endfunction":
            inside_function = False
        elif text in ("localparam", "parameter") and not inside_function:
            equals = at
            while source.code[equals].text != "=":
                equals += 1
            names.add(source.code[equals - 1].text)
        elif text == "typedef" and source.code[at + 1].text == "struct":
            brace = at
            while source.code[brace].text != "{":
                brace += 1
            names.add(source.code[source.closing(brace) + 1].text)
        elif text in ("typedef", "class", "import", "export"):
            raise source.error(source.code[at], f"'{text}' in a package is not understood")
    return names


def _function_name(source, at):
    while source.code[at].text not in ("(", ";"):
        at += 1
    return at - 1


class Header:
    """Header of the module whose keyword is code[at]: imports, parameters, ports."""

    def __init__(self, source, at):
        code = source.code
        self.name = code[at + 1].text
        self.imports = []               # (position of import, of its semicolon, package, name or "*")
        self.ports = []                 # names
        self.arrays = {}                # ports that are unpacked arrays
        self.array_tokens = {}          # their tokens: packed range, name, size
        at += 2
        while code[at].text == "import":
            package, scope, name, semicolon = (code[at + n] for n in range(1, 5))
            if scope.text != "::" or semicolon.text != ";":
                raise source.error(code[at], "only `import package::name;` is understood")
            self.imports.append((at, at + 4, package.text, name.text))
            at += 5
        self.begin = at                 # of what follows name and imports
        self.parameters = None
        if code[at].text == "#":
            self.parameters = (at + 1, source.closing(at + 1))
            at = self.parameters[1] + 1
        if code[at].text == "(":
            end = source.closing(at)
            self._read_ports(source, at + 1, end)
            at = end + 1
        if code[at].text != ";":
            raise source.error(code[at], f"';' expected behind the header of {self.name}")
        self.semicolon = at

    def _read_ports(self, source, at, end):
        code = source.code
        after_array = False
        while at < end:
            start = code[at]
            direction = None
            if start.text in DIRECTIONS:
                direction = start.text
                at += 1
                while code[at].text in ("wire", "logic", "signed"):
                    at += 1
            packed = None
            if code[at].text == "[":
                packed = (at, source.closing(at))
                at = packed[1] + 1
            name = code[at]
            if name.kind != "word":
                raise source.error(name, f"'{name.text}' in a list of ports is not understood")
            self.ports.append(name.text)
            at += 1
            is_array = code[at].text == "["
            if (is_array or after_array) and not direction:
                raise source.error(name, f"port {name.text} needs a direction of its own, beside arrays")
            if is_array:
                close = source.closing(at)
                text = source.words(packed[0], packed[1] + 1) if packed else ""
                self.arrays[name.text] = Array(name.text, text, _size(source, at, close), direction)
                self.array_tokens[name.text] = (packed, name, (at, close))
                at = close + 1
            after_array = is_array
            if code[at].text not in (",", ")"):
                raise source.error(code[at], f"'{code[at].text}' behind port {name.text} is not understood")
            at += 1


def _size(source, opening, closing):
    for colon in source.outermost(opening + 1, closing, (":",)):
        raise source.error(source.code[colon], "unpacked dimensions are understood as [size] only")
    return source.words(opening + 1, closing)


def body_arrays(source, first, end):
    """(position of the name, Array) of every unpacked array declared in code[first:end], and all names declared."""
    code = source.code
    found = []
    names = set()
    at = first
    while at < end:
        text = code[at].text
        if text in ("localparam", "parameter"):
            while code[at].text != "=":
                at += 1
            names.add(code[at - 1].text)
        if text not in TYPES or code[at + 1].text in ("'(", ")"):
            at += 1
            continue
        at += 1
        while code[at].text in ("signed", "unsigned"):
            at += 1
        packed = ""
        if code[at].text == "[":
            close = source.closing(at)
            packed = source.words(at, close + 1)
            at = close + 1
            if code[at].text == "[":
                raise source.error(code[at], "more than one packed dimension")
        while code[at].kind == "word" and code[at + 1].text in (",", ";", "[", "=", ")"):
            name = code[at].text
            names.add(name)
            at += 1
            if code[at].text == "[":
                close = source.closing(at)
                found.append((at - 1, Array(name, packed, _size(source, at, close))))
                at = close + 1
                if code[at].text == "[":
                    raise source.error(code[at], f"{name} has more than one unpacked dimension")
            if code[at].text != ",":
                break
            at += 1
    return found, names
