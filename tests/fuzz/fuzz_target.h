// What a fuzzer runs: one input as bytes, from a driver of ours (driver.cc) or from libFuzzer. A finding is a crash, a
// report of the sanitizers, or a run that does not end.
#ifndef MAILUO_TESTS_FUZZ_FUZZ_TARGET_H_
#define MAILUO_TESTS_FUZZ_FUZZ_TARGET_H_

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

#endif  // MAILUO_TESTS_FUZZ_FUZZ_TARGET_H_
