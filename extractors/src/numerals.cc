// One parser, started at every character that begins a numeral word and run as far as a number reaches. It remembers
// the last place at which what it read was a whole number, and falls back to it.
#include "numerals.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace mailuo {
namespace {

enum Role : uint32_t {
  kDigit = 1u << 0,
  kCounting = 1u << 1,
  kFormalDigit = 1u << 2,
  kUnit = 1u << 3,
  kFormalUnit = 1u << 4,
  kHalf = 1u << 5,
  kPoint = 1u << 6,
  kDecimal = 1u << 7,
  kGroup = 1u << 8,
  kSign = 1u << 9,
  kSuffix = 1u << 10,
  kExponent = 1u << 11,
  kLead = 1u << 12,
  kAfter = 1u << 13,
  kOpener = 1u << 14,
  kOnlyNumerals = 1u << 15,  // a word of kind "none" that a number may reach into: "one one" in the year 2011
  kAnyDigit = kDigit | kCounting | kFormalDigit,
  kAnyUnit = kUnit | kFormalUnit,
  kStart = kAnyDigit | kAnyUnit | kHalf | kDecimal | kSign | kLead,
};

uint32_t RoleOf(std::string_view kind) {
  static constexpr std::pair<std::string_view, Role> kRoles[] = {
      {"digit", kDigit},
      {"digit.counting", kCounting},
      {"digit.formal", kFormalDigit},
      {"unit", kUnit},
      {"unit.formal", kFormalUnit},
      {"half", kHalf},
      {"point", kPoint},
      {"decimal", kDecimal},
      {"group", kGroup},
      {"sign", kSign},
      {"suffix", kSuffix},
      {"exponent", kExponent},
      {"lead", kLead},
      {"after", kAfter},
      {"opener", kOpener},
  };
  for (const auto& [name, role] : kRoles) {
    if (name == kind) return role;
  }
  return 0;
}

constexpr double kLargeUnit = 10000;  // a unit from here on multiplies all that stands before it, not one digit

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }
bool IsLetter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// mantissa / scale * unit without the rounding of 4.78 on the way; scale and unit are powers of ten.
double Times(double mantissa, double scale, double unit) {
  return unit >= scale ? mantissa * (unit / scale) : mantissa / (scale / unit);
}

}  // namespace

// Reads one number; made anew for each.
class NumberParser {
 public:
  NumberParser(const Numerals& numerals, const char32_t* chars, uint32_t begin, uint32_t end)
      : numerals_(numerals), chars_(chars), begin_(begin), end_(end) {}

  // Reads the longest number at `start`. `opened`: an opener ends there. `in_range`: a number ends close before, so
  // that a dash is no minus. Returns where to go on, which is behind `start`; result() tells whether there is a number.
  uint32_t Parse(uint32_t start, bool opened, bool in_range) {
    start_ = pos_ = start;
    opened_ = opened;
    const Word* word = Find(pos_);
    double sign = 1;
    if (word != nullptr && (word->roles & kSign) != 0) {
      if (IsRangeDash(*word, start, in_range)) return start + 1;
      sign = word->value;
      pos_ += Length(*word);
      word = Find(pos_);
    }
    ReadStart(word);
    while (good_end_ == pos_ || pending_) {
      pending_ = false;
      if (!ReadNext()) break;
    }
    if (skip_to_ != 0) {
      good_end_ = 0;
      return skip_to_;
    }
    result_ = {start, good_end_, sign * good_value_, approx_};
    const uint32_t next = std::max(good_end_, start + 1);
    if (!(std::abs(good_value_) <= Numerals::kMaxValue)) good_end_ = 0;
    return next;
  }

  bool found() const { return good_end_ != 0; }
  const NumberSpan& result() const { return result_; }

 private:
  using Word = Numerals::Word;

  static uint32_t Length(const Word& word) { return static_cast<uint32_t>(word.text.size()); }
  const Word* Find(uint32_t pos) const {
    return pos < end_ ? numerals_.Find(chars_, begin_, pos, end_, pos != start_) : nullptr;
  }
  const Word* Find(uint32_t pos, uint32_t roles) const {
    const Word* word = Find(pos);
    return word != nullptr && (word->roles & roles) != 0 ? word : nullptr;
  }
  bool DigitAt(uint32_t pos) const { return pos < end_ && IsDigit(chars_[pos]); }
  uint32_t SkipBlanks(uint32_t pos) const {
    uint32_t p = pos;
    while (p < end_ && p < pos + Numerals::kMaxBlanks && chars_[p] == ' ') ++p;
    return p;
  }

  bool IsRangeDash(const Word& word, uint32_t at, bool in_range) const {
    if (word.text[0] >= 0x80) return false;  // a sign that is a word is no dash
    if (in_range) return true;
    if (at == begin_) return false;
    const char32_t before = chars_[at - 1];
    return IsDigit(before) || IsLetter(before) || before == '%' || before == ')' || before == word.text[0];
  }

  void Good(double value) {
    good_end_ = pos_;
    good_value_ = value;
  }
  double Coefficient() const { return coef_ / scale_; }

  // 0-9 with groups, decimals, a suffix or an exponent, at pos_. False, and nothing moves, where there is none.
  bool ReadArabic(bool with_fraction) {
    uint32_t p = pos_;
    double mantissa = 0;
    const auto take = [&] { mantissa = mantissa * 10 + static_cast<double>(chars_[p++] - '0'); };
    while (DigitAt(p)) take();
    const bool in_dotted = pos_ >= begin_ + 2 && Is(pos_ - 1, kDecimal) && DigitAt(pos_ - 2);
    if (p > pos_ && p - pos_ <= 3) {
      while (Is(p, kGroup) && DigitAt(p + 1) && DigitAt(p + 2) && DigitAt(p + 3) && !DigitAt(p + 4)) {
        ++p;
        for (int i = 0; i < 3; ++i) take();
      }
    }
    arabic_digits_ = p - pos_;
    double scale = 1;
    if (with_fraction && !in_dotted && Is(p, kDecimal) && DigitAt(p + 1)) {
      const uint32_t whole_end = p;
      const double whole = mantissa;
      for (++p; DigitAt(p); scale *= 10) take();
      if (Is(p, kDecimal) && DigitAt(p + 1)) {  // 2024.6.1 is three numbers
        p = whole_end;
        mantissa = whole;
        scale = 1;
      }
    }
    if (p == pos_) return false;
    pos_ = p;
    coef_ = mantissa;
    scale_ = scale;
    has_coef_ = arabic_ = true;
    return true;
  }
  bool Is(uint32_t pos, uint32_t roles) const { return Find(pos, roles) != nullptr; }

  void ReadMultipliers() {
    if (const Word* suffix = Find(pos_, kSuffix)) {
      pos_ += Length(*suffix);
      coef_ = Times(coef_, scale_, suffix->value);
      scale_ = 1;
      return;
    }
    const Word* exponent = Find(pos_, kExponent);
    if (exponent == nullptr) return;
    uint32_t p = pos_ + Length(*exponent);
    const Word* sign = Find(p, kSign);
    const bool negative = sign != nullptr;
    if (negative) p += Length(*sign);
    if (!DigitAt(p)) return;
    int power = 0;
    for (; DigitAt(p); ++p) power = std::min(power * 10 + static_cast<int>(chars_[p] - '0'), 300);
    pos_ = p;
    coef_ = Coefficient() * std::pow(10.0, negative ? -power : power);
    scale_ = 1;
  }

  void ReadStart(const Word* word) {
    if (DigitAt(pos_) || (word != nullptr && (word->roles & kDecimal) != 0 && DigitAt(pos_ + 1) &&
                          (pos_ == begin_ || (!IsDigit(chars_[pos_ - 1]) && !IsLetter(chars_[pos_ - 1]))))) {
      if (!ReadArabic(true)) return;
      ReadMultipliers();
      Good(Coefficient());
      return;
    }
    if (word == nullptr) return;
    if ((word->roles & kAnyDigit) != 0) {
      ReadWordDigits(*word);
    } else if ((word->roles & kHalf) != 0) {
      pos_ += Length(*word);
      const Word* unit = Find(pos_, kAnyUnit);
      if (unit == nullptr || unit->value < 100) return;
      coef_ = word->value;
      has_coef_ = true;
      pending_ = true;
    } else if ((word->roles & kLead) != 0 && Is(pos_ + Length(*word), kAnyUnit)) {
      pos_ += Length(*word);
      approx_ = word->lead_approx;
      opened_ = true;
      ReadBareUnit(*Find(pos_));
    } else if ((word->roles & kAnyUnit) != 0) {
      ReadBareUnit(*word);
    }
  }

  // The words for digits that open a number: one, or a row of them as in a year. A row that only counts on ("seven
  // eight") is an estimate, which has no one value: it is passed over with its units.
  void ReadWordDigits(const Word& first) {
    if (first.value >= 10) {
      pos_ += Length(first);
      section_ = first.value;
      last_small_ = last_unit_ = 10;
      Good(section_);
      return;
    }
    double value = 0, previous = 0;
    uint32_t count = 0;
    bool counts_on = true, has_zero = false;
    for (const Word* word = &first; word != nullptr && word->value < 10; word = Find(pos_, kAnyDigit)) {
      value = value * 10 + word->value;
      has_zero |= word->value == 0;
      if (count > 0) counts_on &= word->value == previous + 1;
      previous = word->value;
      pos_ += Length(*word);
      ++count;
    }
    if (count > 1) {
      if (counts_on && !has_zero && count < 4) {
        PassOver();
      } else {
        Good(value);
        whole_ = true;
      }
      return;
    }
    coef_ = value;
    has_coef_ = true;
    if (first.value == 0 || (first.roles & (kDigit | kCounting)) == 0) {
      const Word* next = Find(SkipBlanks(pos_));
      const bool goes_on =
          next != nullptr && ((next->roles & (kFormalUnit | kPoint)) != 0 ||
                              ((next->roles & kUnit) != 0 && (next->value >= kLargeUnit || first.value == 0)));
      pending_ = goes_on;
      return;
    }
    Good(value);
  }

  void PassOver() {
    while (const Word* word = Find(pos_, kAnyDigit | kAnyUnit)) pos_ += Length(*word);
    skip_to_ = pos_;
  }

  void ReadBareUnit(const Word& unit) {
    pos_ += Length(unit);
    bare_ = unit.value != 10;
    AddUnit(1, 1, unit.value);
    if (opened_ || (unit.value == 10 && (unit.roles & kUnit) != 0)) {
      Good(total_ + section_);
    } else {
      pending_ = true;
    }
  }

  void AddUnit(double coef, double scale, double unit) {
    if (unit < kLargeUnit) {
      section_ += Times(coef, scale, unit);
      last_small_ = unit;
    } else if (unit > last_large_) {  // all before it counts such units
      total_ = total_ + section_ == 0 ? Times(coef, scale, unit) : (total_ + section_ + coef / scale) * unit;
      section_ = 0;
      last_large_ = unit;
      last_small_ = 0;
    } else {
      total_ += section_ == 0 ? Times(coef, scale, unit) : (section_ + coef / scale) * unit;
      section_ = 0;
      last_large_ = unit;
      last_small_ = 0;
    }
    last_unit_ = unit;
    has_coef_ = arabic_ = zero_ = blank_ = false;
    coef_ = 0;
    scale_ = 1;
  }

  // One more word of the number; false at its end.
  bool ReadNext() {
    if (whole_) return false;
    const uint32_t from = SkipBlanks(pos_);
    if (from >= end_) return false;
    const bool blank = from != pos_;
    if (IsDigit(chars_[from])) return ReadArabicPart(from, blank);
    const Word* word = Find(from);
    if (word == nullptr) return false;
    if ((word->roles & kAnyUnit) != 0) return ReadUnit(*word, from);
    if ((word->roles & kAfter) != 0 && ReadAfter(*word, from)) return true;
    if (bounded_) return false;
    if ((word->roles & kPoint) != 0) return ReadPoint(from + Length(*word));
    if ((word->roles & kAnyDigit) != 0) return ReadDigit(*word, from, blank);
    return false;
  }

  // In 3[4000] behind a unit, or 1000 and 0 [20]: digits below the last unit.
  bool ReadArabicPart(uint32_t from, bool blank) {
    if (has_coef_ || last_unit_ == 0 || bounded_ || bare_) return false;
    const uint32_t back = pos_;
    pos_ = from;
    if (!ReadArabic(false) || coef_ >= last_unit_) {
      pos_ = back;
      return false;
    }
    blank_ = blank;
    const bool fills = std::pow(10.0, arabic_digits_) == last_unit_;
    if (zero_ || (fills && !blank)) Good(total_ + section_ + coef_);
    pending_ = true;
    return true;
  }

  bool ReadUnit(const Word& unit, uint32_t from) {
    const double value = unit.value;
    const bool large = value >= kLargeUnit;
    if (bounded_ && !large) return false;
    if (!large && last_small_ != 0 && value >= last_small_) return false;
    if (!large && !has_coef_ && (value != 10 || bare_)) return false;
    if (!large && has_coef_ && Coefficient() == 0 && arabic_) return false;
    if (bare_ && !has_coef_ && value <= last_unit_) return false;
    if (large && !has_coef_ && section_ == 0 && last_small_ == 0 && last_unit_ == 0) return false;
    pos_ = from + Length(unit);
    if (fraction_) {  // 1.5 in words, and a unit
      good_value_ = total_ = Times(coef_, scale_, value);
      coef_ = total_;
      scale_ = 1;
      good_end_ = pos_;
      return true;
    }
    if (large && !has_coef_ && section_ == 0) {  // ten thousand times a hundred million
      total_ *= value;
      last_large_ = last_unit_ = value;
    } else if (large && !has_coef_) {
      AddUnit(0, 1, value);
    } else {
      const bool bare_ten = !has_coef_ || Coefficient() == 0;
      AddUnit(bare_ten ? 1 : coef_, bare_ten ? 1 : scale_, value);
    }
    Good(total_ + section_);
    return true;
  }

  bool ReadAfter(const Word& word, uint32_t from) {
    if (bounded_ || fraction_) return false;
    const bool behind_unit = !has_coef_ && last_unit_ != 0;
    const bool behind_digits = has_coef_ && arabic_ && scale_ == 1 && coef_ >= 10 && last_unit_ == 0;
    if (!behind_unit && !behind_digits) return false;
    pos_ = from + Length(word);
    bounded_ = true;
    if (approx_.empty()) approx_ = word.after_approx;
    Good(behind_digits ? coef_ : total_ + section_);
    return true;
  }

  // The value before the point is good_value_; `from` is behind the point.
  bool ReadPoint(uint32_t from) {
    if (fraction_ || arabic_ || blank_ || (good_end_ != pos_ && !has_coef_)) return false;
    const double whole = good_end_ == pos_ ? good_value_ : coef_;
    double mantissa = whole, scale = 1;
    uint32_t p = SkipBlanks(from);
    uint32_t last = 0;
    while (const Word* digit = Find(p, kDigit | kFormalDigit)) {
      if (digit->value >= 10) return false;
      mantissa = mantissa * 10 + digit->value;
      scale *= 10;
      last = p + Length(*digit);
      p = SkipBlanks(last);
    }
    if (last == 0) return false;
    const Word* next = Find(last);
    if (next != nullptr &&
        ((next->roles & kCounting) != 0 || ((next->roles & kAnyUnit) != 0 && next->value < kLargeUnit))) {
      return false;  // half past three, not three point five
    }
    pos_ = last;
    coef_ = mantissa;
    scale_ = scale;
    has_coef_ = fraction_ = true;
    Good(Coefficient());
    return true;
  }

  // A digit behind a unit: 25 of 1025, or the short 3 of 1300 that leaves the unit out.
  bool ReadDigit(const Word& digit, uint32_t from, bool blank) {
    if (fraction_ || last_unit_ == 0) return false;
    if (digit.value == 0) {
      if (has_coef_ || bare_ || zero_) return false;
      zero_ = true;
      pos_ = from + Length(digit);
      pending_ = true;
      return true;
    }
    if (digit.value >= 10) return false;
    if (has_coef_) {
      if (!arabic_ && digit.value == coef_ + 1 && !blank) {
        pos_ = from + Length(digit);
        PassOver();
      }
      return false;
    }
    if (bare_ && last_unit_ >= kLargeUnit) return false;
    bare_ = false;
    pos_ = from + Length(digit);
    coef_ = digit.value;
    has_coef_ = true;
    blank_ = blank;
    pending_ = true;
    if (!blank || last_unit_ == 10) Good(total_ + section_ + coef_ * (zero_ ? 1 : last_unit_ / 10));
    return true;
  }

  const Numerals& numerals_;
  const char32_t* chars_;
  const uint32_t begin_;
  const uint32_t end_;

  uint32_t start_ = 0;
  uint32_t pos_ = 0;
  double total_ = 0;    // what large units closed
  double section_ = 0;  // what small units closed since
  double coef_ = 0;     // digits that no unit closed, times scale_
  double scale_ = 1;
  double last_unit_ = 0, last_small_ = 0, last_large_ = 0;
  uint32_t arabic_digits_ = 0;
  bool has_coef_ = false;
  bool arabic_ = false;    // coef_ is in 0-9
  bool zero_ = false;      // a zero stands before coef_
  bool blank_ = false;     // a blank stands before coef_
  bool bare_ = false;      // opens with a unit other than ten
  bool bounded_ = false;   // an "after" was read
  bool fraction_ = false;  // coef_ is all, a spoken decimal
  bool whole_ = false;     // nothing may follow
  bool opened_ = false;
  bool pending_ = false;  // goes on although what was read is no number yet
  uint32_t skip_to_ = 0;
  uint32_t good_end_ = 0;
  double good_value_ = 0;
  std::string_view approx_;
  NumberSpan result_{};
};

Numerals::Numerals(const std::vector<NumeralWord>& words) {
  for (char32_t c = '0'; c <= '9'; ++c) heads_.set(c);
  std::map<std::u32string, Word> by_text;
  for (const NumeralWord& word : words) {
    const uint32_t role = RoleOf(word.kind);
    if (word.word.empty() || word.word[0] >= heads_.size() || (role == 0 && word.kind != "none")) continue;
    heads_.set(word.word[0]);
    Word& known = by_text[word.word];
    known.text = word.word;
    known.roles |= role;
    if (word.value != 0) known.value = word.value;
    if (role == kLead) known.lead_approx = word.approx;
    if (role == kAfter) known.after_approx = word.approx;
  }
  const auto is_numeral = [&](char32_t c) {
    const auto it = by_text.find(std::u32string(1, c));
    return it != by_text.end() && (it->second.roles & (kAnyDigit | kAnyUnit)) != 0;
  };
  for (auto& [text, word] : by_text) {
    if (word.roles == 0 && std::all_of(text.begin(), text.end(), is_numeral)) word.roles = kOnlyNumerals;
    words_.push_back(std::move(word));
  }
  std::vector<std::u32string_view> texts;
  for (const Word& word : words_) texts.push_back(word.text);
  automaton_ = std::make_unique<WordAutomaton>(texts);
}

const Numerals::Word* Numerals::Find(const char32_t* chars, uint32_t begin, uint32_t pos, uint32_t end,
                                     bool inside) const {
  const Word* longest = nullptr;
  automaton_->ForEachPrefix(chars + pos, chars + end, [&](uint32_t size, uint32_t id) {
    const Word& word = words_[id];
    if (inside && (word.roles & kOnlyNumerals) != 0) return;
    if (IsLetter(word.text[0]) && pos > begin && IsLetter(chars[pos - 1])) return;
    const bool letter_follows = pos + size < end && IsLetter(chars[pos + size]);
    if (IsLetter(word.text[size - 1]) && letter_follows) return;
    longest = &word;
  });
  return longest;
}

void Numerals::Scan(const char32_t* chars, uint32_t begin, uint32_t end, std::vector<NumberSpan>* out) const {
  constexpr uint32_t kRangeReach = 4;  // "3 to 5 units": the dash stands this close behind the first number
  const size_t first = out->size();
  uint32_t opened_at = end;
  for (uint32_t pos = begin; pos < end;) {
    if (chars[pos] >= heads_.size() || !heads_[chars[pos]]) {
      ++pos;
      continue;
    }
    const Word* word = Find(chars, begin, pos, end, false);
    const bool digit = IsDigit(chars[pos]);
    if (!digit && (word == nullptr || (word->roles & kStart) == 0)) {
      const uint32_t size = word == nullptr ? 1 : static_cast<uint32_t>(word->text.size());
      pos += size;
      if (word != nullptr && (word->roles & kOpener) != 0) opened_at = pos;
      continue;
    }
    const bool in_range = out->size() > first && pos - out->back().end < kRangeReach;
    NumberParser parser(*this, chars, begin, end);
    const uint32_t next = parser.Parse(pos, opened_at == pos, in_range);
    if (parser.found()) out->push_back(parser.result());
    if (!parser.found() && word != nullptr && (word->roles & kOpener) != 0) {
      opened_at = pos + static_cast<uint32_t>(word->text.size());
    }
    pos = next;
  }
}

}  // namespace mailuo
