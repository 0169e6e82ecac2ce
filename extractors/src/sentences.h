// Blocks to sentences: where a sentence ends, which marks inside quotes end none, where a section marker stands.
// Neighbours: blocks.h makes the blocks, layout_table.h knows the marks.
#ifndef MAILUO_EXTRACTORS_SRC_SENTENCES_H_
#define MAILUO_EXTRACTORS_SRC_SENTENCES_H_

#include "layout_table.h"
#include "mailuo/extractors/document.h"

namespace mailuo {

// A longer sentence is cut at its last clause end, or hard.
constexpr uint32_t kMaxSentenceChars = 4000;

// Fills document->sentences from its chars and blocks, and the sections of both. Linear in the number of characters.
void CutSentences(const LayoutTable& layout, Document* document);

}  // namespace mailuo

#endif  // MAILUO_EXTRACTORS_SRC_SENTENCES_H_
