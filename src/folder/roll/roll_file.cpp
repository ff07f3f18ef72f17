#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.hpp"
#include "folder/file_bytes.hpp"
#include "folder/roll_files.hpp"

namespace scrutineer {

namespace {

// A file is held in memory up to here, and mapped if it is larger: whoever cuts a mapped file short
// while it is read ends the program.
constexpr std::size_t kLargestFileCopy = std::size_t{1} << 30U;
// Of what cannot be mapped.
constexpr std::size_t kLargestCopy = std::size_t{4} << 30U;

// A file that is open, and closed again whatever happens.
class Descriptor {
 public:
  explicit Descriptor(const std::string& path)
      : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

std::string reason() { return std::string(" (") + std::strerror(errno) + ")"; }

// `size` as far as it is known.
Result<std::string> read_to_end(int file, std::size_t size, const std::string& name) {
  std::string bytes;
  bytes.reserve(size);
  std::string piece(std::size_t{1} << 20U, '\0');
  while (true) {
    const ssize_t count = ::read(file, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unreadable(name, reason());
    if (count == 0) return bytes;
    bytes.append(piece, 0, static_cast<std::size_t>(count));
    if (bytes.size() > kLargestCopy) {
      return fail(described(name, 0, "", "a stream of more than 4 GiB", "a file"));
    }
  }
}

}  // namespace

Result<RollFile> RollFile::open(const std::string& path, const std::string& name) {
  const Descriptor file(path);
  struct stat status{};
  if (file.number() < 0 || ::fstat(file.number(), &status) != 0) return unreadable(name, reason());
  RollFile roll;
  const bool is_file = S_ISREG(status.st_mode);
  const std::size_t size = is_file ? static_cast<std::size_t>(status.st_size) : 0;
  if (size <= kLargestFileCopy) {
    auto bytes = read_to_end(file.number(), size, name);
    if (!bytes) return tl::unexpected<Errors>(bytes.error());
    roll.copy_ = std::move(*bytes);
    return roll;
  }
  void* mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number(), 0);
  if (mapped == MAP_FAILED) return unreadable(name, reason());
  ::madvise(mapped, size, MADV_SEQUENTIAL);
  roll.mapped_ = mapped;
  roll.size_ = size;
  return roll;
}

RollFile::RollFile(RollFile&& other) noexcept
    : mapped_(std::exchange(other.mapped_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      copy_(std::move(other.copy_)) {}

RollFile& RollFile::operator=(RollFile&& other) noexcept {
  std::swap(mapped_, other.mapped_);
  std::swap(size_, other.size_);
  std::swap(copy_, other.copy_);
  return *this;
}

RollFile::~RollFile() {
  if (mapped_ != nullptr) ::munmap(mapped_, size_);
}

}  // namespace scrutineer
