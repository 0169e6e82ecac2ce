#include "progress.h"

#include <algorithm>
#include <cstdio>

namespace mailuo::cli {
namespace {

constexpr auto kInterval = std::chrono::milliseconds(100);

}  // namespace

Progress::Progress(const Console& console, uint64_t total_bytes)
    : shown_(console.shows_progress()), total_(total_bytes), start_(std::chrono::steady_clock::now()), last_(start_) {}

Progress::~Progress() {
  if (shown_) std::fputs("\r\033[K", stderr);
}

void Progress::Add(uint64_t bytes, uint64_t articles) {
  if (!shown_) return;
  done_ += bytes;
  articles_ += articles;
  const auto now = std::chrono::steady_clock::now();
  const std::unique_lock<std::mutex> lock(mutex_, std::try_to_lock);
  if (!lock.owns_lock() || now - last_ < kInterval) return;
  last_ = now;
  Show(now);
}

void Progress::Show(std::chrono::steady_clock::time_point now) {
  const double seconds = std::max(1e-3, std::chrono::duration<double>(now - start_).count());
  const double done = static_cast<double>(done_.load());
  const double rate = done / seconds;
  const auto articles = static_cast<unsigned long long>(articles_.load());
  if (total_ == 0) {  // a pipe: how much is still to come is unknown
    std::fprintf(stderr, "\r\033[K%llu articles, %.1f MB, %.1f MB/s", articles, done / 1e6, rate / 1e6);
    return;
  }
  const double share = std::min(1.0, done / static_cast<double>(total_));
  const double left = rate > 0 ? std::max(0.0, (static_cast<double>(total_) - done) / rate) : 0;
  std::fprintf(stderr, "\r\033[K%3.0f %%, %llu articles, %.1f MB/s, %.0f s left", share * 100, articles, rate / 1e6,
               left);
}

}  // namespace mailuo::cli
