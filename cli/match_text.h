// Matches and near misses in words and as JSON: what try and explain print. Neighbour: recorder.h.
#ifndef MAILUO_CLI_MATCH_TEXT_H_
#define MAILUO_CLI_MATCH_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "console.h"
#include "json_writer.h"
#include "mailuo/extractors/document.h"
#include "recorder.h"

namespace mailuo::cli {

// "A establishes B [time=2025] (planned)", in the form of examples.
std::string FactText(const Triple& triple);
// "source:120-153", the bytes of the characters.
std::string PlaceText(const Document& document, uint32_t begin, uint32_t end);

// The sentence of the match, shortened around it; the match in colours, or between » and «.
std::string MarkedSentence(const Document& document, const RecordedMatch& match, const Console& console);
// "  name  text  label" a line for each capture.
std::string CaptureLines(const Document& document, const ObservedMatch& match, const Console& console);
// What became of it, a line each.
std::string OutcomeLines(const Document& document, const RecordedMatch& match, const Console& console);

// What stands at the position: "text (class)" for the annotations that begin there, else some characters.
std::string StandsAt(const Document& document, const std::vector<Sighting>& seen, uint32_t sentence, uint32_t position);
// How far the rule came and what was missing, in one or two lines.
std::string MissLines(const Document& document, const std::vector<Sighting>& seen, const Recorder::Miss& miss,
                      const Console& console);
// How many steps other than gaps were taken: the nearer to a match the more.
size_t Nearness(const NearMiss& miss);

void WriteSighting(const Document& document, const Sighting& sighting, JsonWriter* json);  // members of an object
void WriteMatch(const Document& document, const RecordedMatch& match, JsonWriter* json);
void WriteMiss(const Document& document, const std::vector<Sighting>& seen, const Recorder::Miss& miss,
               JsonWriter* json);
void WriteTriple(const Triple& triple, JsonWriter* json);

}  // namespace mailuo::cli

#endif  // MAILUO_CLI_MATCH_TEXT_H_
