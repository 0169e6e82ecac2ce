// A folder of ours, written whole or not at all: its files are made in a temporary folder beside it, synced, and put in
// its place by one rename. A run that is killed leaves the old folder; the next run removes what was left beside it.
// Neighbours: temporary.h, output.h (single files), graph_folder.h (what is in the folder).
#ifndef MAILUO_CLI_ATOMIC_FOLDER_H_
#define MAILUO_CLI_ATOMIC_FOLDER_H_

#include <string>
#include <vector>

#include "temporary.h"

namespace mailuo::cli {

class AtomicFolder {
 public:
  // `target` must be free, an empty folder, or one of ours without foreign files: a graph folder, or where `own` names
  // files, one that has no other file. Else the error is one of usage. Folders above it are made. Whatever cannot be
  // written is an error of output that names the path.
  static expected<AtomicFolder> Open(const std::string& target, const std::vector<std::string>& own = {});

  // Where the files are to be written; PathOf is the path of a file there.
  std::string PathOf(const std::string& file) const { return temporary_.path() + "/" + file; }

  // All files are there: puts the folder in place of the old one.
  expected<void> Commit();

 private:
  AtomicFolder(std::string target, Temporary temporary)
      : target_(std::move(target)), temporary_(std::move(temporary)) {}

  std::string target_;
  Temporary temporary_;
};

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_ATOMIC_FOLDER_H_
