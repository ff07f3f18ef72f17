#include "report/html.hpp"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace scrutineer {
namespace {

TEST(Html, EscapesWhatWouldLeaveItsPlace) {
  EXPECT_EQ(text("<script>\"'&").bytes(), "&lt;script&gt;&quot;&#39;&amp;");
  EXPECT_EQ(element("a", {{"href", "\"><b>"}}, text("x")).bytes(),
            "<a href=\"&quot;&gt;&lt;b&gt;\">x</a>");
}

TEST(Html, DropsControlCharactersButKeepsKhmer) {
  EXPECT_EQ(text(std::string("a\0b\x01\x7f\n", 6)).bytes(), "ab\n");
  EXPECT_EQ(text("សភា\u200b").bytes(), "សភា\u200b");
}

TEST(Html, LinksOnlyToTheWeb) {
  EXPECT_EQ(outside_link("javascript:alert(1)", text("x")).bytes(), "x");
  EXPECT_EQ(outside_link("https://a b", text("x")).bytes(), "x");
  EXPECT_EQ(outside_link("data:text/html,x", text("x")).bytes(), "x");
  EXPECT_NE(outside_link("https://example.org/?a=1&b=2", text("x")).bytes().find("a=1&amp;b=2"),
            std::string::npos);
}

TEST(Html, TakesOnlyPlainColours) {
  EXPECT_EQ(safe_color("#3b6fb6", "#000000"), "#3b6fb6");
  EXPECT_EQ(safe_color("red;}", "#000000"), "#000000");
  EXPECT_EQ(safe_color("#12345g", "#000000"), "#000000");
}

RC_GTEST_PROP(Html, NeverLetsTextOpenATagOrAQuote, (const std::string& words)) {
  const std::string bytes = text(words).bytes();
  RC_ASSERT(bytes.find_first_of("<>\"'") == std::string::npos);
}

RC_GTEST_PROP(Html, GivesDifferentAnchorsToDifferentIds,
              (const std::string& a, const std::string& b)) {
  const std::string x = anchor("id", a);
  RC_ASSERT(x.find_first_of("<>\"'&# ") == std::string::npos);
  if (a.find('-') == std::string::npos && b.find('-') == std::string::npos && a != b)
    RC_ASSERT(x != anchor("id", b));
}

}  // namespace
}  // namespace scrutineer
