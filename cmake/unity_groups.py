#!/usr/bin/env python3
"""Writes the files by which sources of a target share a compilation (cmake/unity.cmake).

What a source keeps to itself (an unnamed namespace) is seen by the sources after it, so two sources share
a compilation only if neither declares a name outside of its functions that the other one declares, or
that a header of ours declares and the other one says. Names are read off the layout that
clang-format gives: what starts in the first column. A name read too many costs a little time, never a
wrong build. A source that holds the line ALONE (below) is left by itself.

Usage: unity_groups.py SOURCE_ROOT FOLDER OUTPUT_PREFIX OWN_NAMES FILE...
OWN_NAMES (comma-separated) may be declared by many: each source has its own, and what takes one of them.
Prints "file;source;source..." for each file that was written.
"""

import pathlib
import re
import sys

# A group holds about as much code as one core compiles in half a minute under the sanitizers.
MOST_FILES = 12
MOST_LINES = 2600
# A source with this line is compiled by itself.
ALONE = "// Compiled by itself"

INCLUDE = re.compile(r'^#include "(.+)"', re.MULTILINE)
NO_DECLARATION = ("namespace", "#include", "#pragma", "template", "using namespace")
TYPE = re.compile(r"(?:struct|class|union|enum(?: class)?)\s+(?:\[\[\w+\]\]\s*)?(\w+)")
ALIAS = re.compile(r"using\s+(\w+)\s*=")
TEST = re.compile(r"[A-Z_]+\((\w+),\s*(\w+)")
MACRO = re.compile(r"#\s*define\s+(\w+)")
FUNCTION = re.compile(r"(?:^|[\s&*>])(\w+|operator\S+)\($")
VALUE = re.compile(r"(\w+)(?:\[[^\]]*\])*\s*(?:=|\{|;|$)")


def name_declared(line):
    """The name that a line in the first column declares, or None."""
    for pattern in (TYPE, ALIAS, MACRO):
        if found := pattern.match(line.removeprefix("typedef ")):
            return found[1]
    if re.match(r"(?:RC_GTEST_|TYPED_)?(?:TEST|PROP)\w*\(", line):
        found = TEST.match(line)
        return found and f"{found[1]}_{found[2]}"
    before = line.split("(")[0] + "("
    if "(" in line and "=" not in before.replace("operator=", ""):
        found = FUNCTION.search(before)
        return found and found[1]  # of Type::member( nothing: it names no new thing
    # "constexpr std::array<int, 3> kThree = …": the last word before the value.
    declared = re.split(r"\s=|\{|;", line)[0].rstrip()
    found = re.search(r"[\s&*>](\w+)(?:\[[^\]]*\])*$", declared)
    return found and found[1]


def names_of(text, own_names=frozenset()):
    names = set()
    text = re.sub(r'R"(\w*)\(.*?\)\1"', '""', text, flags=re.DOTALL)  # pages, tables
    for line in text.splitlines():
        if not line or line[0] in ' \t/})"' or line.startswith(NO_DECLARATION):
            continue
        if not own_names.isdisjoint(re.findall(r"\w+", line)):
            continue
        if name := name_declared(line):
            names.add(name)
    return names


def in_unnamed_namespaces(text):
    return "\n".join(re.findall(r"^namespace \{\n(.*?)^\}  // namespace$", text, re.DOTALL | re.MULTILINE))


def words_of(text):
    return frozenset(re.findall(r"[A-Za-z_]\w*", re.sub(r"//.*", "", text)))


class Headers:
    """The headers of ours: the names each declares, the words it holds."""

    def __init__(self, root):
        self.root = root
        self.names, self.words, self.includes = {}, {}, {}

    def read(self, path):
        file = self.root / path
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        self.names[path], self.words[path], self.includes[path] = (
            names_of(text), words_of(text), INCLUDE.findall(text))

    def behind(self, text):
        """The headers that the text includes, directly or not."""
        found, waiting = set(), INCLUDE.findall(text)
        while waiting:
            path = waiting.pop()
            if path in found:
                continue
            found.add(path)
            if path not in self.names:
                self.read(path)
            waiting.extend(self.includes[path])
        return found


class Source:
    def __init__(self, file, headers, own_names):
        text = file.read_text(encoding="utf-8")
        self.file = file
        self.alone = ALONE in text
        self.lines = text.count("\n")
        self.names = names_of(text, own_names)
        unnamed = in_unnamed_namespaces(text)
        self.private = names_of(unnamed, own_names)
        # What takes an own type stands beside its namesakes, but hides those of the headers too.
        self.hiding = names_of(unnamed) - own_names
        self.words = words_of(text)
        self.headers = headers
        self.behind = headers.behind(text)

    def agrees_with(self, other):
        if self.private & other.names or other.private & self.names:
            return False
        return self.keeps_clear_of(other) and other.keeps_clear_of(self)

    def keeps_clear_of(self, other):
        """No private name is also a header's, where the other source or what it includes says it."""
        said = other.words.union(*(self.headers.words[path] for path in other.behind - self.behind))
        suspects = self.hiding & said
        return not any(suspects & self.headers.names[path] for path in self.behind | other.behind)


def groups_of(sources):
    """Each source joins the first group that has room and agrees with it."""
    groups = []
    for source in sources:
        if source.alone:
            continue
        for group in groups:
            if (
                len(group) < MOST_FILES
                and sum(other.lines for other in group) + source.lines <= MOST_LINES
                and all(source.agrees_with(other) for other in group)
            ):
                group.append(source)
                break
        else:
            groups.append([source])
    return [group for group in groups if len(group) > 1]


def write_group(path, group, root, own_names):
    lines = []
    for number, source in enumerate(group):
        for name in sorted(own_names):
            lines += [f"#undef {name}", f"#define {name} {name}_{number}"]
        lines.append(f'#include "{source.file.relative_to(root)}"')
    text = "\n".join(lines) + "\n"
    # The same text is not written again: what is built from it stays.
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main():
    root, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    own_names = frozenset(filter(None, sys.argv[4].split(",")))
    headers = Headers(root)
    # What is generated while building is not there yet, and is compiled by itself.
    files = [folder / name for name in sys.argv[5:] if name.endswith(".cpp")]
    present = [file for file in files if file.is_file() and file.is_relative_to(root)]
    sources = [Source(file, headers, own_names) for file in present]
    for number, group in enumerate(groups_of(sources)):
        path = pathlib.Path(f"{sys.argv[3]}_{number}.cpp")
        write_group(path, group, root, own_names)
        print(";".join([str(path), *(str(source.file) for source in group)]))


if __name__ == "__main__":
    main()
