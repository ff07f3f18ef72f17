"""Which sources may share a compilation (cmake/unity_groups.py)."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cmake"))
import unity_groups  # noqa: E402


def private(declarations):
    return f"namespace scrutineer {{\nnamespace {{\n{declarations}\n}}  // namespace\n}}  // namespace scrutineer\n"


class UnityGroups(unittest.TestCase):
    def setUp(self):
        keep = tempfile.TemporaryDirectory()
        self.addCleanup(keep.cleanup)
        self.root = pathlib.Path(keep.name)

    def groups(self, own_names=(), **texts):
        headers = unity_groups.Headers(self.root)
        sources = []
        for name, text in texts.items():
            file = self.root / f"{name}.cpp"
            file.write_text(text, encoding="utf-8")
            sources.append(unity_groups.Source(file, headers, frozenset(own_names)))
        return [[source.file.stem for source in group] for group in unity_groups.groups_of(sources)]

    def test_reads_what_stands_in_the_first_column(self):
        text = "\n".join([
            "struct Row {", "  int field = 0;", "};", "using Site = std::map<int, int>;",
            "constexpr std::array<int, 2> kTwo = {{1, 2}};", "const int kOne{1};",
            "Result<std::vector<int>> read(const std::string& text) {", "  int local = kOne;", "}",
            "enum class Side { left, right };", "template <typename T>", "const T& kept(T&& value) {", "}",
            "TEST(Suite, says_so) {", "}", "int Row::get() const { return field; }", "int table[3] = {1, 2, 3};",
            "// int comment = 0;", "#define MACRO 1"])
        self.assertEqual(
            unity_groups.names_of(text),
            {"Row", "Site", "kTwo", "kOne", "read", "Side", "kept", "Suite_says_so", "table", "MACRO"})

    def test_those_that_agree_share_and_those_of_one_name_do_not(self):
        self.assertEqual(self.groups(a=private("int one() { return 1; }"), b=private("int two() { return 2; }"),
                                     c=private("const int one = 1;")), [["a", "b"]])

    def test_a_private_name_keeps_clear_of_a_header_that_only_the_other_includes(self):
        (self.root / "outer.hpp").write_text('#include "inner.hpp"\n', encoding="utf-8")
        (self.root / "inner.hpp").write_text("struct Row {\n};\n", encoding="utf-8")
        self.assertEqual(self.groups(a=private("struct Row {\n};"), b='#include "outer.hpp"\n'), [])
        self.assertEqual(self.groups(a=private("struct Line {\n};"), b='#include "outer.hpp"\n'), [["a", "b"]])

    def test_a_private_name_keeps_clear_of_a_header_of_both_where_the_other_says_it(self):
        (self.root / "counts.hpp").write_text("using Counts = int;\n", encoding="utf-8")
        (self.root / "later.hpp").write_text('#include "counts.hpp"\ninline Counts none;\n', encoding="utf-8")
        first = '#include "counts.hpp"\n' + private("using Counts = long;")
        self.assertEqual(self.groups(a=first, b='#include "later.hpp"\n'), [])
        self.assertEqual(self.groups(a=first, b='#include "counts.hpp"\nCounts some;\n'), [])
        self.assertEqual(self.groups(a=first, b='#include "counts.hpp"\nint some;\n'), [["a", "b"]])

    def test_own_names_and_what_takes_them_may_stand_in_each(self):
        verb = private("struct Request {\n};\nint run(const Request& request) {\n}")
        self.assertEqual(self.groups(a=verb, b=verb), [])
        self.assertEqual(self.groups(own_names=["Request"], a=verb, b=verb), [["a", "b"]])

    def test_a_source_may_ask_to_be_by_itself(self):
        self.assertEqual(self.groups(a="// Compiled by itself\n", b="int b;\n", c="int c;\n"), [["b", "c"]])


if __name__ == "__main__":
    unittest.main()
