#include "query/lexer.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "assemble/utf8.h"
#include "query/failure.h"

namespace mailuo::query {
namespace {

// Longest first. Arrows are no tokens: in `a<-1` the two signs have nothing to do with each other.
constexpr std::string_view kSymbols[] = {"<=", ">=", "<>", "=~", "..", "||", "(", ")", "[", "]", "{", "}", ",", ".",
                                         ":",  ";",  "|",  "+",  "-",  "*",  "/", "%", "^", "=", "<", ">", "!", "&"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHexDigit(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

void AppendUtf8(char32_t c, std::string* out) {
  char buffer[U8_MAX_LENGTH];
  size_t length = 0;
  U8_APPEND_UNSAFE(buffer, length, static_cast<UChar32>(c));
  out->append(buffer, length);
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {
    for (size_t at = 0; at < text.size();) {
      const size_t length = Utf8SequenceLength(text, at);
      if (length == 0) FailSyntax("InvalidUnicodeCharacter", static_cast<uint32_t>(at), "broken UTF-8, expected text");
      at += length;
    }
  }

  std::vector<Token> Run() {
    while (true) {
      SkipBlanks();
      Token token;
      token.begin = at_;
      if (at_ < text_.size()) Read(&token);
      token.end = at_;
      tokens_.push_back(std::move(token));
      if (tokens_.back().kind == Token::Kind::kEnd) return std::move(tokens_);
    }
  }

 private:
  char Peek(uint32_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool StartsWith(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  UChar32 CodePoint(uint32_t* next) const {
    UChar32 c = 0;
    size_t i = at_;
    U8_NEXT_UNSAFE(text_.data(), i, c);
    *next = static_cast<uint32_t>(i);
    return c;
  }

  bool IsPart() const {
    uint32_t next = 0;
    if (at_ >= text_.size()) return false;
    const UChar32 c = CodePoint(&next);
    return c == '_' || u_isIDPart(c);
  }

  void SkipBlanks() {
    while (at_ < text_.size()) {
      uint32_t next = 0;
      if (u_isUWhiteSpace(CodePoint(&next))) {
        at_ = next;
      } else if (StartsWith("//")) {
        at_ = static_cast<uint32_t>(std::min(text_.find('\n', at_), text_.size()));
      } else if (StartsWith("/*")) {
        const size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) FailSyntax("UnexpectedSyntax", at_, "a comment has no end, expected '*/'");
        at_ = static_cast<uint32_t>(end + 2);
      } else {
        return;
      }
    }
  }

  void Read(Token* token) {
    const char c = Peek();
    uint32_t next = 0;
    const UChar32 point = CodePoint(&next);
    if (c == '\'' || c == '"') return ReadString(token);
    if (c == '`') return ReadQuoted(token);
    if (c == '$') return ReadParameter(token);
    if (IsDigit(c) || (c == '.' && IsDigit(Peek(1)))) return ReadNumber(token);
    if (c == '_' || u_isIDStart(point)) {
      token->kind = Token::Kind::kIdentifier;
      token->text = ReadName();
      return;
    }
    for (const std::string_view symbol : kSymbols) {
      if (!StartsWith(symbol)) continue;
      token->kind = Token::Kind::kSymbol;
      token->text = symbol;
      at_ += static_cast<uint32_t>(symbol.size());
      return;
    }
    FailSyntax(point < 0x80 ? "UnexpectedSyntax" : "InvalidUnicodeCharacter", at_,
               "unexpected character '" + std::string(text_.substr(at_, next - at_)) + "'");
  }

  std::string ReadName() {
    const uint32_t begin = at_;
    while (IsPart()) CodePoint(&at_);
    return std::string(text_.substr(begin, at_ - begin));
  }

  void ReadParameter(Token* token) {
    ++at_;
    token->kind = Token::Kind::kParameter;
    if (Peek() == '`') {
      ReadQuoted(token);
      token->kind = Token::Kind::kParameter;
      return;
    }
    token->text = ReadName();
    if (token->text.empty()) FailSyntax("UnexpectedSyntax", token->begin, "a name was expected after '$'");
  }

  void ReadQuoted(Token* token) {
    token->kind = Token::Kind::kQuoted;
    ++at_;
    while (true) {
      const size_t end = text_.find('`', at_);
      if (end == std::string_view::npos)
        FailSyntax("UnexpectedSyntax", token->begin, "a name has no end, expected '`'");
      token->text += text_.substr(at_, end - at_);
      at_ = static_cast<uint32_t>(end + 1);
      if (Peek() != '`') return;
      token->text += '`';  // `` within is one of them
      ++at_;
    }
  }

  void ReadString(Token* token) {
    token->kind = Token::Kind::kString;
    const char quote = Peek();
    ++at_;
    while (Peek() != quote) {
      if (at_ >= text_.size()) {
        FailSyntax("UnexpectedSyntax", token->begin, std::string("a string has no end, expected ") + quote);
      }
      if (Peek() == '\\') {
        ReadEscape(&token->text);
      } else {
        token->text += text_[at_++];
      }
    }
    ++at_;
  }

  void ReadEscape(std::string* out) {
    static constexpr std::string_view kLetters = "\\'\"`bfnrt", kMeanings = "\\'\"`\b\f\n\r\t";
    const char letter = Peek(1);
    if (letter == 'u' || letter == 'U') return ReadUnicodeEscape(letter == 'u' ? 4 : 8, out);
    const size_t known = kLetters.find(letter);
    if (letter == '\0' || known == std::string_view::npos) {
      FailSyntax("UnexpectedSyntax", at_,
                 "unknown escape in a string, expected one of \\\\ \\' \\\" \\b \\f \\n \\r "
                 "\\t \\uXXXX \\UXXXXXXXX");
    }
    *out += kMeanings[known];
    at_ += 2;
  }

  void ReadUnicodeEscape(uint32_t digits, std::string* out) {
    const uint32_t begin = at_;
    char32_t c = ReadHex(digits);
    // A pair of surrogates stands for one character.
    if (c >= 0xD800 && c < 0xDC00 && StartsWith("\\u")) {
      const char32_t low = ReadHex(4);
      if (low < 0xDC00 || low > 0xDFFF) FailUnicode(begin);
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    }
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) FailUnicode(begin);
    AppendUtf8(c, out);
  }

  char32_t ReadHex(uint32_t digits) {
    const uint32_t begin = at_;
    at_ += 2;
    char32_t c = 0;
    for (uint32_t i = 0; i < digits; ++i, ++at_) {
      if (!IsHexDigit(Peek())) FailUnicode(begin);
      c = c * 16 + static_cast<char32_t>(IsDigit(Peek()) ? Peek() - '0' : (Peek() | 0x20) - 'a' + 10);
    }
    return c;
  }

  [[noreturn]] static void FailUnicode(uint32_t at) {
    FailSyntax("InvalidUnicodeLiteral", at,
               "no character has this number, expected \\u and four hexadecimal digits of "
               "one, or \\U and eight");
  }

  void ReadNumber(Token* token) {
    const uint32_t begin = at_;
    token->kind = Token::Kind::kInteger;
    const char letter = static_cast<char>(Peek(1) | 0x20);
    if (Peek() == '0' && (letter == 'x' || letter == 'o')) {
      at_ += 2;
      const uint32_t digits = at_;
      while (letter == 'x' ? IsHexDigit(Peek()) : (Peek() >= '0' && Peek() <= '7')) ++at_;
      if (at_ == digits) token->kind = Token::Kind::kBadNumber;
    } else {
      SkipDigits();
      if (Peek() == '.' && IsDigit(Peek(1))) {
        token->kind = Token::Kind::kFloat;
        ++at_;
        SkipDigits();
      }
      const uint32_t sign = Peek(1) == '+' || Peek(1) == '-' ? 1 : 0;
      if ((Peek() | 0x20) == 'e' && IsDigit(Peek(1 + sign))) {
        token->kind = Token::Kind::kFloat;
        at_ += 1 + sign;
        SkipDigits();
      }
    }
    if (IsPart()) token->kind = Token::Kind::kBadNumber;
    while (IsPart()) CodePoint(&at_);
    token->text = text_.substr(begin, at_ - begin);
  }

  void SkipDigits() {
    while (IsDigit(Peek())) ++at_;
  }

  std::string_view text_;
  uint32_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> Tokenize(std::string_view text) { return Lexer(text).Run(); }

bool IsKeyword(std::string_view name, std::string_view keyword) {
  return std::equal(name.begin(), name.end(), keyword.begin(), keyword.end(),
                    [](char a, char b) { return a == b || (a >= 'a' && a <= 'z' && a - 'a' + 'A' == b); });
}

}  // namespace mailuo::query
