// expected<T, Error>: the result of an operation that may fail as a whole. The names are those of std::expected
// (C++23), the implementation is TartanLlama's, so that a later standard library replaces this file alone.
#ifndef MAILUO_SCHEMAS_EXPECTED_H_
#define MAILUO_SCHEMAS_EXPECTED_H_

#include <tl/expected.hpp>

#include "mailuo/schemas/diagnostic.h"

namespace mailuo {

// Why an operation gave no result: a diagnostic with severity error. `kind` tells a caller what to do about it.
struct Error {
  enum class Kind {
    kInput,   // something that was read is wrong or missing
    kOutput,  // something could not be written; what stood there before is intact
    kUsage,   // the caller asked for something that does not exist
  };
  Kind kind = Kind::kInput;
  Location where;
  std::string message;
};

std::string ToString(const Error& error);

template <typename T>
using expected = tl::expected<T, Error>;
using unexpected = tl::unexpected<Error>;

}  // namespace mailuo

#endif  // MAILUO_SCHEMAS_EXPECTED_H_
