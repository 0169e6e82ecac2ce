// A file or folder beside the one that it is to become. It goes away with its owner; what a killed run left is found
// by the next run, since nobody holds its lock any more.
#ifndef MAILUO_CLI_TEMPORARY_H_
#define MAILUO_CLI_TEMPORARY_H_

#include <string>

#include "mailuo/schemas/expected.h"

namespace mailuo::cli {

class Temporary {
 public:
  // Makes an empty one beside `target`, whose parent folder exists, and removes leftovers of `target` first. Errors
  // are of kind kOutput.
  static expected<Temporary> MakeFile(const std::string& target);
  static expected<Temporary> MakeFolder(const std::string& target);

  Temporary(Temporary&& other) noexcept;
  Temporary& operator=(Temporary&&) = delete;
  ~Temporary();

  const std::string& path() const { return path_; }
  // It has another name now: there is nothing to remove.
  void Keep();

 private:
  Temporary(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  static expected<Temporary> Make(const std::string& target, bool folder);

  std::string path_;
  int lock_;  // an open descriptor of path_ that holds its lock
};

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_TEMPORARY_H_
