#include "cli/key_file.hpp"

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.hpp"

namespace scrutineer::cli {

namespace {

// A file that is open, closed again when this ends.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

void add_key_options(CLI::App& verb, KeyChoice& choice, const std::string& what) {
  auto* file = verb.add_option("--key-file", choice.file, "The file of the key: " + what);
  verb.add_option("--new-key", choice.new_file, "Make a key, and this file for it")->excludes(file);
}

Result<privacy::SecretKey> key_of(const KeyChoice& choice) {
  if (!choice.is_given()) return fail("Expected --key-file, or --new-key to make one.");
  if (choice.file.empty()) return privacy::SecretKey::make();
  const std::string name = shown(choice.file);
  // A pipe without a writer must not be waited for.
  const Descriptor file(::open(choice.file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status{};
  if (file.number() < 0 || ::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return fail("--key-file: " + name + " cannot be read; is it there, and a file?");
  }
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return fail(fmt::format(
        "--key-file: {} may be read by others (mode {:o}), expected its owner alone: chmod 600. A "
        "key that others may have read is none.",
        name, status.st_mode & 07777U));
  }
  std::string text(256, '\0');
  const ssize_t length = ::read(file.number(), text.data(), text.size());
  text.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
  return privacy::SecretKey::parse(name, text);
}

Result<void> keep_key(const KeyChoice& choice, const privacy::SecretKey& key) {
  if (choice.new_file.empty()) return {};
  const std::string name = shown(choice.new_file);
  const Descriptor file(
      ::open(choice.new_file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (file.number() < 0) {
    return fail("--new-key: " + name +
                " cannot be made; is it there already, or its folder not? A key is never written "
                "over.");
  }
  const std::string text = key.text();
  if (::write(file.number(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    ::unlink(choice.new_file.c_str());
    return fail("--new-key: " + name + " cannot be written; is there space?");
  }
  return {};
}

}  // namespace scrutineer::cli
