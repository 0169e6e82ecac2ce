#include "mailuo/graph/assemble.h"

namespace mailuo {

PropertyGraph Assemble(std::vector<Triple> triples) {
  GraphBuilder builder;
  for (Triple& triple : triples) builder.Add(std::move(triple));
  return std::move(builder).Build();
}

}  // namespace mailuo
