// Identity and order of triples. Neighbours: triple.h, triple_stream.cc (their bytes).
#include "mailuo/schemas/triple.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <initializer_list>
#include <tuple>

namespace mailuo {
namespace {

std::string ContentId(std::string_view prefix, std::initializer_list<std::string_view> parts) {
  std::string bytes;
  for (std::string_view part : parts) bytes.append(part).push_back('\0');
  const uint64_t hash = XXH3_64bits(bytes.data(), bytes.size());
  std::string id(prefix);
  for (int shift = 60; shift >= 0; shift -= 4) id += "0123456789abcdef"[(hash >> shift) & 15];
  return id;
}

bool IsQuote(UChar32 c) {
  switch (c) {
    case '"':
    case '\'':
    case 0x2018:  // single quotation marks, left and right
    case 0x2019:
    case 0x201C:  // double quotation marks, left and right
    case 0x201D:
    case 0x3008:  // single angle brackets
    case 0x3009:
    case 0x300A:  // double angle brackets, around titles
    case 0x300B:
    case 0x300C:  // corner brackets
    case 0x300D:
    case 0x300E:  // white corner brackets
    case 0x300F:
      return true;
    default:
      return false;
  }
}

// NFKC_Casefold also drops characters that show nothing, such as a zero-width space.
icu::UnicodeString CaseFolded(std::string_view name) {
  const icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<int32_t>(name.size())));
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status)) return text;
  const icu::UnicodeString folded = normalizer->normalize(text, status);
  return U_FAILURE(status) ? text : folded;
}

// Most names are ideographs (U+4E00 to U+9FFF), digits and Latin letters, which only lose their capitals. False, with
// `out` empty, where there is anything else.
bool FoldPlainName(std::string_view name, std::string* out) {
  out->assign(name);
  for (size_t i = 0; i < name.size();) {
    const auto byte = [&](size_t k) { return static_cast<unsigned char>(k < name.size() ? name[k] : 0); };
    const unsigned char c = byte(i);
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      ++i;
    } else if (c >= 'A' && c <= 'Z') {
      (*out)[i++] = static_cast<char>(c + ('a' - 'A'));
    } else if (c >= 0xE4 && c <= 0xE9 && (c > 0xE4 || byte(i + 1) >= 0xB8) && (byte(i + 1) & 0xC0) == 0x80 &&
               (byte(i + 2) & 0xC0) == 0x80) {
      i += 3;
    } else {
      out->clear();
      return false;
    }
  }
  return true;
}

auto KeyOf(const Entity& entity) { return std::tie(entity.type, entity.name, entity.id, entity.aliases); }

auto KeyOf(const Literal& literal) {
  return std::tie(literal.type, literal.text, literal.value, literal.value_max, literal.unit, literal.approx);
}

bool ObjectBefore(const Triple& a, const Triple& b) {
  if (a.object.index() != b.object.index()) return a.object.index() < b.object.index();
  if (a.has_literal()) return KeyOf(std::get<Literal>(a.object)) < KeyOf(std::get<Literal>(b.object));
  return KeyOf(std::get<Entity>(a.object)) < KeyOf(std::get<Entity>(b.object));
}

}  // namespace

std::string EntityId(std::string_view type, std::string_view folded_name, std::string_view scope) {
  return ContentId("e_", {type, folded_name, scope});
}

std::string ArticleId(std::string_view source, std::string_view title) { return ContentId("a_", {source, title}); }

std::string StatementId(std::string_view subject_id, std::string_view predicate, std::string_view object_key) {
  return ContentId("s_", {subject_id, predicate, object_key});
}

std::string FoldName(std::string_view name) {
  std::string out;
  if (FoldPlainName(name, &out)) return out;
  const icu::UnicodeString folded = CaseFolded(name);
  icu::UnicodeString kept;
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 c = folded.char32At(i);
    if (!IsQuote(c) && !u_isUWhiteSpace(c)) kept.append(c);
  }
  kept.toUTF8String(out);
  return out;
}

bool StreamOrder(const Triple& a, const Triple& b) {
  const auto proof = [](const Triple& t) {
    return std::tie(t.source, t.evidence.span.begin, t.evidence.span.end, t.rule);
  };
  if (proof(a) != proof(b)) return proof(a) < proof(b);
  if (a.predicate != b.predicate) return a.predicate < b.predicate;
  if (KeyOf(a.subject) != KeyOf(b.subject)) return KeyOf(a.subject) < KeyOf(b.subject);
  if (a.object != b.object) return ObjectBefore(a, b);
  const auto rest = [](const Triple& t) {
    return std::tie(t.status, t.qualifiers, t.evidence.text, t.article, t.title, t.confidence);
  };
  return rest(a) < rest(b);
}

}  // namespace mailuo
