// Work in equal parts on many threads.
#ifndef MAILUO_CLI_PARALLEL_H_
#define MAILUO_CLI_PARALLEL_H_

#include <functional>

namespace mailuo::cli {

// As many as the machine has, at least one.
unsigned DefaultThreads();

// Runs work() on `threads` threads, of which this is one, and waits for all. The first exception is thrown again here;
// `stop` is called before that so that the others can end early.
void RunOnThreads(unsigned threads, const std::function<void()>& work, const std::function<void()>& stop);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_PARALLEL_H_
