// How far long work has come, on a terminal: share, rate and time left, in one line that renews itself. In a pipe
// nothing is shown.
#ifndef MAILUO_CLI_PROGRESS_H_
#define MAILUO_CLI_PROGRESS_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>

#include "console.h"

namespace mailuo::cli {

// Thread-safe.
class Progress {
 public:
  Progress(const Console& console, uint64_t total_bytes);
  ~Progress();  // clears the line
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Add(uint64_t bytes, uint64_t articles);

 private:
  void Show(std::chrono::steady_clock::time_point now);

  const bool shown_;
  const uint64_t total_;
  const std::chrono::steady_clock::time_point start_;
  std::atomic<uint64_t> done_{0};
  std::atomic<uint64_t> articles_{0};
  std::mutex mutex_;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_PROGRESS_H_
