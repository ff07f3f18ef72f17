// A text by BCP 47 language tag ("en", "km"), ascending. One pointer wide, since a million polling
// stations have none.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>

namespace scrutineer {

class LocalizedText {
 public:
  using Texts = std::map<std::string, std::string>;
  // As a map's, so that JSON makes an object of it.
  using key_type = Texts::key_type;
  using mapped_type = Texts::mapped_type;
  using value_type = Texts::value_type;

  LocalizedText() = default;
  LocalizedText(std::initializer_list<value_type> texts)
      : texts_(texts.size() > 0 ? std::make_unique<Texts>(texts) : nullptr) {}
  LocalizedText(const LocalizedText& other)
      : texts_(other.texts_ ? std::make_unique<Texts>(*other.texts_) : nullptr) {}
  LocalizedText(LocalizedText&&) noexcept = default;
  LocalizedText& operator=(const LocalizedText& other) {
    if (this != &other) *this = LocalizedText(other);
    return *this;
  }
  LocalizedText& operator=(LocalizedText&&) noexcept = default;
  ~LocalizedText() = default;

  bool empty() const { return texts().empty(); }
  std::size_t size() const { return texts().size(); }
  std::size_t count(const std::string& language) const { return texts().count(language); }
  const std::string& at(const std::string& language) const { return texts().at(language); }
  Texts::const_iterator find(const std::string& language) const { return texts().find(language); }
  Texts::const_iterator begin() const { return texts().begin(); }
  Texts::const_iterator end() const { return texts().end(); }

  std::string& operator[](const std::string& language) {
    if (!texts_) texts_ = std::make_unique<Texts>();
    return (*texts_)[language];
  }

  friend bool operator==(const LocalizedText& a, const LocalizedText& b) {
    return a.texts() == b.texts();
  }

 private:
  const Texts& texts() const {
    static const Texts kNone;
    return texts_ ? *texts_ : kNone;
  }

  std::unique_ptr<Texts> texts_;  // none: no text
};

}  // namespace scrutineer
