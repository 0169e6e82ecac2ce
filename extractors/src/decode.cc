// Detection asks cheap questions first: a byte order mark, zero bytes, valid UTF-8, the shape of GB18030; ICU's
// statistics come last, because they guess wrong on short texts.
#include "decode.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "unicode.h"

namespace mailuo {
namespace {

constexpr size_t kSampleBytes = size_t{1} << 20;

unexpected Fail(Error::Kind kind, std::string message) {
  Error error;
  error.kind = kind;
  error.message = std::move(message);
  return unexpected(std::move(error));
}

unexpected NoText(std::string message) { return Fail(Error::Kind::kInput, std::move(message)); }

unexpected UnknownEncoding(const std::string& encoding) {
  return Fail(Error::Kind::kUsage, "unknown encoding '" + encoding + "'");
}

struct ConverterDeleter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, ConverterDeleter>;

Converter OpenConverter(const std::string& encoding) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(encoding.c_str(), &status));
  if (U_FAILURE(status)) return nullptr;
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  return U_FAILURE(status) ? nullptr : std::move(converter);
}

struct ByteOrderMark {
  std::string_view bytes;
  const char* encoding;
};

// The longer marks stand first: that of UTF-32LE begins with that of UTF-16LE.
constexpr std::array<ByteOrderMark, 5> kByteOrderMarks = {{{"\xEF\xBB\xBF", "UTF-8"},
                                                           {{"\xFF\xFE\0\0", 4}, "UTF-32LE"},
                                                           {{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
                                                           {"\xFF\xFE", "UTF-16LE"},
                                                           {"\xFE\xFF", "UTF-16BE"}}};

const ByteOrderMark* FindByteOrderMark(std::string_view bytes) {
  for (const ByteOrderMark& mark : kByteOrderMarks) {
    if (bytes.substr(0, mark.bytes.size()) == mark.bytes) return &mark;
  }
  return nullptr;
}

bool IsContinuation(uint8_t byte) { return (byte & 0xC0) == 0x80; }

// Length of the well-formed UTF-8 sequence at p < end, or 0.
size_t SequenceLength(const uint8_t* p, const uint8_t* end) {
  const uint8_t lead = *p;
  const size_t left = static_cast<size_t>(end - p);
  if (lead < 0x80) return 1;
  if (lead < 0xC2) return 0;
  if (lead < 0xE0) return left >= 2 && IsContinuation(p[1]) ? 2 : 0;
  if (lead < 0xF0) {
    if (left < 3 || !IsContinuation(p[1]) || !IsContinuation(p[2])) return 0;
    if (lead == 0xE0 && p[1] < 0xA0) return 0;  // overlong
    if (lead == 0xED && p[1] > 0x9F) return 0;  // surrogate
    return 3;
  }
  if (lead > 0xF4 || left < 4 || !IsContinuation(p[1]) || !IsContinuation(p[2]) || !IsContinuation(p[3])) return 0;
  if (lead == 0xF0 && p[1] < 0x90) return 0;
  if (lead == 0xF4 && p[1] > 0x8F) return 0;
  return 4;
}

// Of eight bytes in a row one may be a control character: a quick no for most of a text.
bool MayHaveControl(const char* p) {
  constexpr uint64_t kOnes = 0x0101010101010101, kHigh = 0x80 * kOnes;
  uint64_t x;
  std::memcpy(&x, p, sizeof x);
  const uint64_t del = x ^ 0x7F * kOnes;
  return (((x - 0x20 * kOnes) & ~x) | ((del - kOnes) & ~del)) & kHigh;
}

// Continuation bytes among eight.
size_t CountContinuations(const uint8_t* p) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  uint64_t x;
  std::memcpy(&x, p, sizeof x);
  return ((x >> 7 & ~(x >> 6) & kOnes) * kOnes) >> 56;
}

// Three bytes of which the lead excludes overlong forms and surrogates: nearly all of a Chinese text.
bool IsPlainTriple(const uint8_t* p, const uint8_t* end) {
  return *p > 0xE0 && *p < 0xED && end - p >= 3 && IsContinuation(p[1]) && IsContinuation(p[2]);
}

struct Utf8Counts {
  size_t multibyte = 0;  // bytes of well-formed sequences of two bytes and more
  size_t broken = 0;     // bytes of no such sequence, a truncated last character aside
};

Utf8Counts CountUtf8(std::string_view bytes) {
  Utf8Counts counts;
  const auto* p = reinterpret_cast<const uint8_t*>(bytes.data());
  const uint8_t* const end = p + bytes.size();
  while (p < end) {
    if (*p < 0x80) {
      ++p;
      continue;
    }
    if (IsPlainTriple(p, end)) {
      counts.multibyte += 3;
      p += 3;
      continue;
    }
    const size_t length = SequenceLength(p, end);
    if (length > 1) counts.multibyte += length;
    if (length == 0 && end - p > 3) ++counts.broken;
    p += length == 0 ? 1 : length;
  }
  return counts;
}

// Zero bytes or control characters that no text has. Random bytes hold about 10% of them.
bool LooksBinary(std::string_view bytes) {
  if (std::memchr(bytes.data(), 0, bytes.size()) != nullptr) return true;
  const std::string_view sample = bytes.substr(0, kSampleBytes);
  size_t controls = 0;
  for (size_t i = 0; i < sample.size();) {
    if (i + 8 <= sample.size() && !MayHaveControl(sample.data() + i)) {
      i += 8;
      continue;
    }
    const auto byte = static_cast<uint8_t>(sample[i++]);
    controls += (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0D) && byte != 0x1B) || byte == 0x7F;
  }
  return controls * 20 > sample.size();
}

// A code unit that text is likely to have: ASCII, Latin-1, general punctuation, ideographs, kana, full-width forms.
bool IsLikelyUnit(unsigned unit) {
  if (unit < 0x20) return unit >= 0x09 && unit <= 0x0D;
  return unit < 0x0250 || (unit >= 0x2000 && unit < 0x2070) || (unit >= 0x3000 && unit < 0x30FF) ||
         (unit >= 0x4E00 && unit < 0xA000) || (unit >= 0xFF00 && unit < 0xFFF0);
}

// "UTF-16LE" or "UTF-16BE" if nearly every code unit is a likely one that way and clearly fewer the other way. Latin
// text fits both ways (0x0061 and 0x6100, an ideograph): there, zero bytes tell.
const char* GuessUtf16(std::string_view bytes) {
  const std::string_view sample = bytes.substr(0, std::min(bytes.size(), kSampleBytes) & ~size_t{1});
  const size_t units = sample.size() / 2;
  size_t little = 0, big = 0, zero_first = 0, zero_second = 0;
  for (size_t i = 0; i < sample.size(); i += 2) {
    const unsigned first = static_cast<uint8_t>(sample[i]), second = static_cast<uint8_t>(sample[i + 1]);
    little += IsLikelyUnit(first | second << 8);
    big += IsLikelyUnit(first << 8 | second);
    zero_first += first == 0;
    zero_second += second == 0;
  }
  if (units == 0) return nullptr;
  const bool little_fits = little * 10 >= units * 9, big_fits = big * 10 >= units * 9;
  if (little_fits && (little * 2 > big * 3 || zero_second * 2 > units)) return "UTF-16LE";
  if (big_fits && (big * 2 > little * 3 || zero_first * 2 > units)) return "UTF-16BE";
  return nullptr;
}

// True if the bytes beyond ASCII are pairs of which most are the common characters and marks of GB 2312, that is lead
// A1-A3 or B0-D7 and trail A1-FE. Big5 and Shift-JIS have many trails below A1, so they fail.
bool LooksLikeGb18030(std::string_view bytes) {
  size_t pairs = 0, common = 0;
  const std::string_view sample = bytes.substr(0, kSampleBytes);
  for (size_t i = 0; i < sample.size();) {
    const auto lead = static_cast<uint8_t>(sample[i]);
    if (lead < 0x80 || i + 1 == sample.size()) {
      ++i;
      continue;
    }
    const auto trail = static_cast<uint8_t>(sample[i + 1]);
    ++pairs;
    common += trail >= 0xA1 && ((lead >= 0xA1 && lead <= 0xA3) || (lead >= 0xB0 && lead <= 0xD7));
    i += trail >= 0x40 ? 2 : 1;
  }
  return pairs > 1 && common * 10 >= pairs * 8;
}

std::string AskIcu(std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status), &ucsdet_close);
  const std::string_view sample = bytes.substr(0, kSampleBytes);
  ucsdet_setText(detector.get(), sample.data(), static_cast<int32_t>(sample.size()), &status);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || match == nullptr || ucsdet_getConfidence(match, &status) < 10) return {};
  const char* name = ucsdet_getName(match, &status);
  return U_FAILURE(status) || name == nullptr ? std::string() : std::string(name);
}

class Utf8Decoder {
 public:
  explicit Utf8Decoder(std::string_view bytes)
      : begin_(reinterpret_cast<const uint8_t*>(bytes.data())), end_(begin_ + bytes.size()) {}

  DecodedText Run() {
    const uint8_t* p = begin_;
    if (end_ - p >= 3 && p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF) p += 3;
    Reserve(CountChars(p));
    while (p < end_) {
      p = Plain(p);
      if (p < end_) p = Beyond(p);
    }
    text_.chars.resize(size_);
    text_.offsets.resize(size_ + 1);
    text_.offsets[size_] = static_cast<uint32_t>(end_ - begin_);
    return std::move(text_);
  }

 private:
  size_t CountChars(const uint8_t* p) const {
    auto count = static_cast<size_t>(end_ - p);
    for (; end_ - p >= 8; p += 8) count -= CountContinuations(p);
    for (; p < end_; ++p) count -= IsContinuation(*p) ? 1 : 0;
    return count;
  }

  void Reserve(size_t chars) {
    text_.chars.resize(chars);
    text_.offsets.resize(chars + 1);
  }

  void Put(char32_t c, const uint8_t* p) {
    text_.chars[size_] = c;
    text_.offsets[size_] = static_cast<uint32_t>(p - begin_);
    ++size_;
  }

  // What is ASCII or a plain triple from `p` on; returns where that ends.
  const uint8_t* Plain(const uint8_t* p) {
    char32_t* chars = text_.chars.data() + size_;
    uint32_t* offsets = text_.offsets.data() + size_;
    for (;;) {
      if (p < end_ && *p < 0x80) {
        *offsets++ = static_cast<uint32_t>(p - begin_);
        *chars++ = FoldChar(*p++);
      } else if (p < end_ && IsPlainTriple(p, end_)) {
        *offsets++ = static_cast<uint32_t>(p - begin_);
        const char32_t c = (*p & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
        *chars++ = c > 0x3000 ? c : FoldChar(c);
        p += 3;
      } else {
        break;
      }
    }
    size_ = static_cast<size_t>(chars - text_.chars.data());
    return p;
  }

  const uint8_t* Beyond(const uint8_t* p) {
    switch (SequenceLength(p, end_)) {
      case 2: Put(FoldChar((*p & 0x1Fu) << 6 | (p[1] & 0x3Fu)), p); return p + 2;
      case 3: Put(FoldChar((*p & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu)), p); return p + 3;
      case 4:
        Put(FoldChar((*p & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu)), p);
        return p + 4;
      default: return Broken(p);
    }
  }

  const uint8_t* Broken(const uint8_t* p) {
    const uint8_t* q = p + 1;
    while (q < end_ && SequenceLength(q, end_) == 0) ++q;
    // A run of continuation bytes has no lead byte, by which Run counted characters.
    if (size_ + static_cast<size_t>(end_ - q) + 1 > text_.chars.size()) {
      Reserve(std::min(text_.chars.size() + text_.chars.size() / 2 + 16, size_ + static_cast<size_t>(end_ - q) + 1));
    }
    Put(0xFFFD, p);
    if (++text_.broken_runs <= kMaxBrokenReported) {
      text_.broken.push_back({static_cast<uint32_t>(p - begin_), static_cast<uint32_t>(q - begin_)});
    }
    return q;
  }

  const uint8_t* const begin_;
  const uint8_t* const end_;
  DecodedText text_;
  size_t size_ = 0;
};

void PutBroken(Span run, DecodedText* text) {
  const bool follows = !text->chars.empty() && text->chars.back() == 0xFFFD && !text->broken.empty() &&
                       text->broken.back().end == run.begin;
  if (follows) {
    text->broken.back().end = run.end;
    return;
  }
  text->chars.push_back(0xFFFD);
  text->written.push_back(0xFFFD);
  text->offsets.push_back(run.begin);
  text->broken.push_back(run);
}

// Character by character, because that is the one way in which ICU tells the bytes of each for every encoding.
DecodedText DecodeByIcu(std::string_view bytes, size_t first, UConverter* converter) {
  DecodedText text;
  const char* const begin = bytes.data();
  const char* const end = begin + bytes.size();
  const char* p = begin + first;
  while (p < end) {
    const char* const start = p;
    UErrorCode status = U_ZERO_ERROR;
    const UChar32 c = ucnv_getNextUChar(converter, &p, end, &status);
    if (status == U_INDEX_OUTOFBOUNDS_ERROR) break;  // only an escape sequence was left
    const Span bytes_of_char = {static_cast<uint32_t>(start - begin), static_cast<uint32_t>(p - begin)};
    if (U_FAILURE(status)) {
      ucnv_resetToUnicode(converter);
      if (p == start) ++p;
      PutBroken({bytes_of_char.begin, static_cast<uint32_t>(p - begin)}, &text);
      continue;
    }
    text.chars.push_back(FoldChar(static_cast<char32_t>(c)));
    text.written.push_back(static_cast<char32_t>(c));
    text.offsets.push_back(bytes_of_char.begin);
  }
  text.offsets.push_back(static_cast<uint32_t>(bytes.size()));
  text.broken_runs = text.broken.size();
  text.broken.resize(std::min(text.broken.size(), kMaxBrokenReported));
  return text;
}

expected<DecodedText> DecodeAs(std::string_view bytes, const std::string& encoding) {
  if (IsUtf8Name(encoding)) return DecodeUtf8WithOffsets(bytes);
  const Converter converter = OpenConverter(encoding);
  if (converter == nullptr) {
    return UnknownEncoding(encoding);
  }
  const ByteOrderMark* mark = FindByteOrderMark(bytes);
  const bool skip = mark != nullptr && ucnv_compareNames(mark->encoding, encoding.c_str()) == 0;
  DecodedText text = DecodeByIcu(bytes, skip ? mark->bytes.size() : 0, converter.get());
  text.encoding = encoding;
  return text;
}

}  // namespace

bool IsUtf8Name(const std::string& encoding) { return ucnv_compareNames(encoding.c_str(), "UTF-8") == 0; }

expected<std::string> DetectEncoding(std::string_view bytes, const std::string& encoding) {
  if (!encoding.empty()) {
    if (IsUtf8Name(encoding) || OpenConverter(encoding) != nullptr) return encoding;
    return UnknownEncoding(encoding);
  }
  if (const ByteOrderMark* mark = FindByteOrderMark(bytes)) return std::string(mark->encoding);
  const std::string_view sample = bytes.substr(0, kSampleBytes);
  const bool binary = LooksBinary(bytes);
  const Utf8Counts utf8 = CountUtf8(sample);
  // Of GB18030 read as UTF-8, two bytes in three are broken; of damaged UTF-8, a few.
  if (!binary && utf8.broken * 2 <= utf8.multibyte) return std::string("UTF-8");
  if (const char* utf16 = GuessUtf16(bytes)) return std::string(utf16);
  if (binary) return NoText("is binary, expected text");
  if (LooksLikeGb18030(bytes)) return std::string("GB18030");
  std::string guess = AskIcu(bytes);
  if (guess.empty()) return NoText("is in no encoding that can be told, name it with --encoding");
  return guess;
}

DecodedText DecodeUtf8WithOffsets(std::string_view bytes) { return Utf8Decoder(bytes).Run(); }

expected<DecodedText> Decode(std::string_view bytes, const std::string& encoding) {
  auto found = DetectEncoding(bytes, encoding);
  if (!found) return unexpected(found.error());
  return DecodeAs(bytes, *found);
}

void ReportBroken(const DecodedText& text, const Location& where, DiagnosticSink* sink) {
  const auto report = [&](const Location& place, const std::string& what) {
    Diagnostic diagnostic;
    diagnostic.severity = Severity::kWarning;
    diagnostic.where = place;
    diagnostic.message = what + ", expected " + text.encoding + ", replaced by U+FFFD";
    sink->Report(std::move(diagnostic));
  };
  Location place = {where.file, where.line, 1};
  size_t i = 0;
  for (const Span& run : text.broken) {
    for (; text.offsets[i] < run.begin; ++i) {
      const bool breaks = text.chars[i] == '\n' || (text.chars[i] == '\r' && text.chars[i + 1] != '\n');
      place.line += breaks;
      place.column = breaks ? 1 : place.column + 1;
    }
    const std::string bytes = run.size() == 1 ? "1 broken byte" : std::to_string(run.size()) + " broken bytes";
    report(place, bytes + " at byte " + std::to_string(run.begin));
  }
  if (text.broken_runs > text.broken.size()) {
    report({where.file, 0, 0}, std::to_string(text.broken_runs - text.broken.size()) + " more runs of broken bytes");
  }
}

}  // namespace mailuo
