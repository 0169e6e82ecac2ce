#include "inputs.h"

#include <unicode/ustring.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>

#include "mailuo/extractors/load_articles.h"
#include "manifest.h"

namespace mailuo::cli {
namespace {

namespace fs = std::filesystem;

constexpr char kStdin[] = "-";

bool IsFileOrFolder(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  return fs::is_regular_file(status) || fs::is_directory(status);
}

bool IsUtf8(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  u_strFromUTF8(nullptr, 0, nullptr, name.data(), static_cast<int32_t>(name.size()), &status);
  return status != U_INVALID_CHAR_FOUND;
}

// Of a name that is no UTF-8 the bytes beyond ASCII are escaped: "a\xFF.txt" -> "a%FF.txt".
std::string AsUtf8(const std::string& name) {
  if (IsUtf8(name)) return name;
  std::string escaped;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    std::array<char, 4> hex;
    std::snprintf(hex.data(), hex.size(), "%%%02X", byte);
    escaped += byte < 0x80 ? std::string(1, c) : std::string(hex.data());
  }
  return escaped;
}

class Lister {
 public:
  Lister(const std::string& output, DiagnosticSink* sink) : sink_(sink) {
    std::error_code error;
    if (IsFileOrFolder(output)) output_ = fs::canonical(output, error);
  }

  void Add(const std::string& input) {
    if (input == kStdin) {
      if (seen_.insert(kStdin).second) files_.push_back({{kStdin, "stdin", 0}, {}});
      return;
    }
    std::error_code error;
    const fs::file_status status = fs::status(input, error);
    if (!fs::exists(status)) return Fail(input, "cannot be read: No such file or directory");
    if (error) return Fail(input, "cannot be read: " + error.message());
    if (fs::is_directory(status)) {
      if (IsOutput(fs::canonical(input, error))) clash_ = input;
      const size_t before = files_.size();
      Walk(input, fs::path(input));
      if (files_.size() == before && !found_again_) Fail(input, "the folder holds no file");
    } else {
      AddFile(input, fs::path(input).parent_path());
    }
  }

  expected<std::vector<InputFile>> Take() && {
    if (!clash_.empty()) return unexpected(Error{Error::Kind::kUsage, {clash_, 0, 0}, "is input and output in one"});
    TellApart();
    std::vector<InputFile> files;
    for (Found& found : files_) {
      found.file.source = AsUtf8(found.file.source);
      files.push_back(std::move(found.file));
    }
    std::sort(files.begin(), files.end(), [](const InputFile& a, const InputFile& b) {
      return a.source != b.source ? a.source < b.source : a.path < b.path;
    });
    return files;
  }

 private:
  struct Found {
    InputFile file;
    fs::path canonical;
  };

  void Fail(const std::string& path, std::string message) {
    sink_->Report({Severity::kError, {path, 0, 0}, std::move(message)});
  }

  bool IsOutput(const fs::path& canonical) const { return !output_.empty() && canonical == output_; }

  // What mailuo wrote is no article; a folder that was named itself is read in any case.
  bool IsPassedOver(const fs::path& folder) {
    std::error_code error;
    if (!IsOutput(fs::canonical(folder, error)) && !IsGraphFolder(folder.string())) return false;
    sink_->Report({Severity::kNote, {folder.string(), 0, 0}, "is a graph folder, its files are not read as articles"});
    return true;
  }

  void Walk(const fs::path& folder, const fs::path& root) {
    std::error_code error;
    std::vector<fs::path> entries;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
      if (it->path().filename().native().front() != '.') entries.push_back(it->path());
    }
    if (error) return Fail(folder.string(), "cannot be read: " + error.message());
    std::sort(entries.begin(), entries.end());
    for (const fs::path& entry : entries) {
      const fs::file_status status = fs::status(entry, error);
      if (fs::is_directory(status)) {
        // A link to a folder may lead in a circle.
        if (fs::is_symlink(fs::symlink_status(entry, error)) || IsPassedOver(entry)) continue;
        Walk(entry, root);
      } else if (fs::is_regular_file(status)) {
        AddFile(entry.string(), root);
      } else if (!fs::exists(status)) {
        Fail(entry.string(), "cannot be read: No such file or directory");
      }
    }
  }

  void AddFile(const std::string& path, const fs::path& root) {
    std::error_code error;
    fs::path canonical = fs::canonical(path, error);
    if (error) canonical = path;
    if (IsOutput(canonical)) clash_ = path;
    if (!seen_.insert(canonical.native()).second) {
      found_again_ = true;
      return;
    }
    const fs::path relative = fs::path(path).lexically_relative(root.empty() ? fs::path(".") : root);
    std::string source = relative.empty() ? fs::path(path).filename().string() : relative.generic_string();
    const auto bytes = fs::file_size(canonical, error);
    files_.push_back({{path, std::move(source), error ? 0 : bytes}, std::move(canonical)});
  }

  // Lengthens equal sources by one folder after the other until they differ.
  void TellApart() {
    for (bool changed = true; changed;) {
      changed = false;
      std::map<std::string, std::vector<Found*>> by_source;
      for (Found& found : files_) by_source[found.file.source].push_back(&found);
      for (auto& [source, same] : by_source) {
        if (same.size() < 2) continue;
        for (Found* found : same) changed |= Lengthen(found);
      }
    }
  }

  static bool Lengthen(Found* found) {
    const std::string path = found->canonical.generic_string();
    const std::string& source = found->file.source;
    if (path.size() <= source.size() + 1 || !path.ends_with("/" + source)) return false;
    const size_t end = path.size() - source.size() - 1;
    const size_t slash = end == 0 ? std::string::npos : path.rfind('/', end - 1);
    if (slash == std::string::npos) return false;
    found->file.source = path.substr(slash + 1);
    return true;
  }

  DiagnosticSink* sink_;
  fs::path output_;    // canonical; empty where there is none yet
  std::string clash_;  // the input that is the output
  std::vector<Found> files_;
  std::set<std::string> seen_;  // canonical paths
  bool found_again_ = false;
};

expected<std::shared_ptr<const std::string>> ReadStdin(uint64_t max_bytes) {
  const auto fail = [](std::string message) {
    return unexpected(Error{Error::Kind::kInput, {"stdin", 0, 0}, std::move(message)});
  };
  auto bytes = std::make_shared<std::string>();
  std::string block(size_t{1} << 16, '\0');
  for (;;) {
    const ssize_t got = read(STDIN_FILENO, block.data(), block.size());
    if (got == 0) return std::shared_ptr<const std::string>(std::move(bytes));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail("cannot be read: " + std::generic_category().message(errno));
    bytes->append(block, 0, static_cast<size_t>(got));
    if (bytes->size() > max_bytes) return fail("is larger than " + std::to_string(max_bytes) + " bytes");
  }
}

}  // namespace

expected<std::vector<InputFile>> ListInputs(const std::vector<std::string>& inputs, const std::string& output,
                                            DiagnosticSink* sink) {
  Lister lister(output, sink);
  for (const std::string& input : inputs) lister.Add(input);
  return std::move(lister).Take();
}

bool IsInside(const std::string& path, const std::string& place) {
  std::error_code error;
  if (path.empty() || path == kStdin || !IsFileOrFolder(place)) return false;
  if (fs::exists(path, error) && !IsFileOrFolder(path)) return false;
  const fs::path inner = fs::weakly_canonical(fs::absolute(path, error), error);
  const fs::path outer = fs::canonical(place, error);
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

expected<std::shared_ptr<const std::string>> ReadInput(const InputFile& input, uint64_t max_bytes) {
  return input.path == kStdin ? ReadStdin(max_bytes) : ReadFile(input.path, max_bytes);
}

}  // namespace mailuo::cli
