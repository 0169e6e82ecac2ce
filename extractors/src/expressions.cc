#include "expressions.h"

#include <algorithm>
#include <charconv>

namespace mailuo {
namespace {

bool IsNameChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// Reads one expression from the left; every error is reported with the column at which it stands.
class Scanner {
 public:
  Scanner(std::string_view text, const Location& where, const std::vector<std::string>& captures, DiagnosticSink* sink)
      : text_(text), where_(where), captures_(captures), sink_(sink) {}

  bool AtEnd() {
    while (pos_ < text_.size() && (text_[pos_] == ' ' || text_[pos_] == '\n' || text_[pos_] == '\t')) ++pos_;
    return pos_ >= text_.size();
  }
  bool Take(char c) {
    if (AtEnd() || text_[pos_] != c) return false;
    ++pos_;
    return true;
  }
  std::string Name() {
    AtEnd();
    const size_t begin = pos_;
    while (pos_ < text_.size() && IsNameChar(text_[pos_])) ++pos_;
    return std::string(text_.substr(begin, pos_ - begin));
  }
  bool Fail(std::string message) {
    Location where = where_;
    if (where.line != 0) {
      for (char c : text_.substr(0, pos_)) where.column += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }
    sink_->Report({Severity::kError, where, std::move(message)});
    return false;
  }
  std::string Rest() const { return "\"" + std::string(text_.substr(pos_)) + "\""; }

  bool Slot(const std::string& name, uint32_t* slot) {
    const auto it = std::find(captures_.begin(), captures_.end(), name);
    if (it == captures_.end()) {
      std::string message = "the pattern has no capture \"" + name + "\"";
      const std::string_view nearest = NearestName(name, {captures_.begin(), captures_.end()});
      if (!nearest.empty()) message += ", did you mean \"" + std::string(nearest) + "\"?";
      return Fail(std::move(message));
    }
    *slot = static_cast<uint32_t>(it - captures_.begin());
    return true;
  }

  // 'constant', 12.5, capture, capture.attribute
  bool OneTerm(Term* term) {
    if (AtEnd()) return Fail("expected a capture, a number or a quoted text, found the end");
    const char c = text_[pos_];
    if (c == '\'') {
      const size_t end = text_.find('\'', pos_ + 1);
      if (end == std::string_view::npos) return Fail("a quoted text has no closing quote");
      term->text = std::string(text_.substr(pos_ + 1, end - pos_ - 1));
      pos_ = end + 1;
      return true;
    }
    if (c >= '0' && c <= '9') {
      const auto [end, error] = std::from_chars(text_.data() + pos_, text_.data() + text_.size(), term->number);
      if (error != std::errc()) return Fail("expected a number, found " + Rest());
      pos_ = static_cast<size_t>(end - text_.data());
      return true;
    }
    const size_t begin = pos_;
    const std::string name = Name();
    if (name.empty()) return Fail("expected a capture, a number or a quoted text, found " + Rest());
    const size_t end = pos_;
    pos_ = begin;
    if (!Slot(name, &term->slot)) return false;
    pos_ = end;
    term->kind = Term::Kind::kCapture;
    if (pos_ < text_.size() && text_[pos_] == '.') {
      ++pos_;
      term->text = Name();
      if (term->text.empty()) return Fail("expected an attribute after \".\"");
      term->kind = Term::Kind::kAttribute;
    }
    return true;
  }

  bool Text(TextExpression* out) {
    do {
      if (!OneTerm(&out->emplace_back())) return false;
    } while (Take('+'));
    return true;
  }

  size_t pos() const { return pos_; }
  void set_pos(size_t pos) { pos_ = pos; }

 private:
  std::string_view text_;
  const Location where_;
  const std::vector<std::string>& captures_;
  DiagnosticSink* sink_;
  size_t pos_ = 0;
};

bool ParseEnd(Scanner* in, const Ontology& ontology, Yield::End* end) {
  if (in->Take('@')) {
    const std::string name = in->Name();
    if (name == "subject") {
      end->kind = Yield::Kind::kSubject;
    } else if (name == "topic") {
      end->kind = Yield::Kind::kTopic;
    } else if (name == "place") {
      end->kind = Yield::Kind::kPlace;
    } else if (name == "article") {
      end->kind = Yield::Kind::kArticle;
    } else {
      return in->Fail("expected @subject, @topic, @place or @article, found \"@" + name + "\"");
    }
    return true;
  }
  in->AtEnd();
  const size_t begin = in->pos();
  const std::string name = in->Name();
  if (name.empty()) return in->Fail("expected a capture, @subject, @topic, @place or @article, found " + in->Rest());
  const size_t after = in->pos();
  in->set_pos(begin);
  if (!in->Slot(name, &end->slot)) return false;
  in->set_pos(after);
  if (!in->Take(':')) return true;
  do {
    const std::string type = in->Name();
    if (ontology.FindType(type) == nullptr) {
      std::vector<std::string_view> known;
      for (const EntityType& t : ontology.types()) known.push_back(t.name);
      std::string message = "unknown type \"" + type + "\"";
      const std::string_view nearest = NearestName(type, known);
      if (!nearest.empty()) message += ", did you mean \"" + std::string(nearest) + "\"?";
      return in->Fail(std::move(message));
    }
    end->types.push_back(type);
  } while (in->Take('|'));
  return true;
}

}  // namespace

bool ParseText(std::string_view text, const Location& where, const std::vector<std::string>& captures,
               DiagnosticSink* sink, TextExpression* out) {
  Scanner in(text, where, captures, sink);
  if (!in.Text(out)) return false;
  return in.AtEnd() || in.Fail("expected \"+\" or the end, found " + in.Rest());
}

bool ParseTermList(std::string_view text, const Location& where, const std::vector<std::string>& captures,
                   DiagnosticSink* sink, std::vector<Term>* out) {
  Scanner in(text, where, captures, sink);
  while (!in.AtEnd()) {
    if (!in.OneTerm(&out->emplace_back())) return false;
  }
  return true;
}

bool ParseNumber(std::string_view text, const Location& where, const std::vector<std::string>& captures,
                 DiagnosticSink* sink, NumberExpression* out) {
  Scanner in(text, where, captures, sink);
  do {
    auto& product = out->summands.emplace_back();
    bool divide = false;
    do {
      product.push_back({{}, divide});
      if (!in.OneTerm(&product.back().term)) return false;
      divide = false;
    } while (in.Take('*') || (divide = in.Take('/')));
  } while (in.Take('+'));
  return in.AtEnd() || in.Fail("expected \"+\", \"*\", \"/\" or the end, found " + in.Rest());
}

bool ParseYield(std::string_view text, const Location& where, const std::vector<std::string>& captures,
                const Ontology& ontology, DiagnosticSink* sink, Yield* out) {
  Scanner in(text, where, captures, sink);
  if (!ParseEnd(&in, ontology, &out->subject)) return false;
  in.AtEnd();
  const size_t predicate_at = in.pos();
  out->predicate = in.Name();
  const Relation* relation = ontology.FindRelation(out->predicate);
  if (relation == nullptr) {
    in.set_pos(predicate_at);
    std::vector<std::string_view> known;
    for (const Relation& r : ontology.relations()) known.push_back(r.name);
    std::string message = "unknown relation \"" + out->predicate + "\"";
    const std::string_view nearest = NearestName(out->predicate, known);
    if (!nearest.empty()) message += ", did you mean \"" + std::string(nearest) + "\"?";
    return in.Fail(std::move(message));
  }
  if (!ParseEnd(&in, ontology, &out->object)) return false;
  if (in.Take('[')) {
    do {
      const std::string key = in.Name();
      if (std::find(relation->qualifiers.begin(), relation->qualifiers.end(), key) == relation->qualifiers.end()) {
        return in.Fail("the relation " + out->predicate + " has no qualifier \"" + key + "\"");
      }
      if (!in.Take('=')) return in.Fail("expected \"=\" after the qualifier \"" + key + "\"");
      out->qualifiers.push_back({key, {}});
      if (!in.Text(&out->qualifiers.back().second)) return false;
    } while (in.Take(','));
    if (!in.Take(']')) return in.Fail("expected \"]\" after the qualifiers, found " + in.Rest());
  }
  return in.AtEnd() || in.Fail("expected the end of the triple, found " + in.Rest());
}

}  // namespace mailuo
