// Whole files as bytes, for the readers of this library. Neighbours: ontology.cc, rule_pack.cc.
#ifndef MAILUO_SCHEMAS_READ_FILE_H_
#define MAILUO_SCHEMAS_READ_FILE_H_

#include <string>

#include "mailuo/schemas/expected.h"

namespace mailuo {

// The file's bytes, or an error that names the file and the system's reason.
expected<std::string> ReadFile(const std::string& path);

}  // namespace mailuo

#endif  // MAILUO_SCHEMAS_READ_FILE_H_
