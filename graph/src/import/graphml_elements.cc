#include "import/graphml_elements.h"

#include <expat.h>

#include <algorithm>
#include <memory>

#include "export/text.h"

namespace mailuo {

namespace {

struct Key {
  std::string name;
  std::string of;  // node, edge, all, ...
  std::string default_value;
  bool has_default = false;
};

std::string_view LocalName(std::string_view name) {
  const size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

class ElementReader {
 public:
  ElementReader(std::string_view bytes, const std::string& file)
      : bytes_(bytes), file_(file), parser_(XML_ParserCreate(nullptr), &XML_ParserFree) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(),
        [](void* self, const XML_Char* name, const XML_Char** attributes) {
          static_cast<ElementReader*>(self)->Start(LocalName(name), attributes);
        },
        [](void* self, const XML_Char* name) { static_cast<ElementReader*>(self)->End(LocalName(name)); });
    XML_SetCharacterDataHandler(parser_.get(), [](void* self, const XML_Char* text, int size) {
      static_cast<ElementReader*>(self)->Characters({text, static_cast<size_t>(size)});
    });
  }

  expected<GraphmlFile> Read() {
    if (bytes_.size() > UINT32_MAX) {
      return unexpected(Error{Error::Kind::kInput, {file_, 0, 0}, "is larger than 4 GiB, expected a smaller file"});
    }
    constexpr size_t kPiece = 1 << 20;
    for (size_t at = 0, size = 0; at <= bytes_.size(); at += size) {
      size = std::min(kPiece, bytes_.size() - at);
      const bool last = at + size == bytes_.size();
      if (XML_Parse(parser_.get(), bytes_.data() + at, static_cast<int>(size), last) == XML_STATUS_ERROR) {
        return unexpected(
            Error{Error::Kind::kInput, Here(),
                  std::string("is no well-formed XML: ") + XML_ErrorString(XML_GetErrorCode(parser_.get()))});
      }
      if (last) break;
    }
    if (!is_graphml_) {
      return unexpected(Error{Error::Kind::kInput, {file_, 1, 1}, "is no GraphML, expected <graphml> as the root"});
    }
    return std::move(result_);
  }

 private:
  Location Here() const {
    return {file_, static_cast<uint32_t>(XML_GetCurrentLineNumber(parser_.get())),
            static_cast<uint32_t>(XML_GetCurrentColumnNumber(parser_.get())) + 1};
  }
  uint32_t Offset() const { return static_cast<uint32_t>(XML_GetCurrentByteIndex(parser_.get())); }

  static std::map<std::string, std::string> Attributes(const XML_Char** attributes) {
    std::map<std::string, std::string> map;
    for (; *attributes != nullptr; attributes += 2) map.emplace(attributes[0], attributes[1]);
    return map;
  }

  void Start(std::string_view name, const XML_Char** attributes) {
    if (depth_++ == 0) is_graphml_ = name == "graphml";
    if (name == "key") {
      StartKey(Attributes(attributes));
    } else if (name == "graph") {
      const auto map = Attributes(attributes);
      if (const auto found = map.find("edgedefault"); found != map.end()) {
        result_.directed = found->second != "undirected";
      }
    } else if (name == "node" || name == "edge" || name == "hyperedge") {
      GraphmlElement element;
      element.where = Here();
      element.span.begin = Offset();
      element.attributes = Attributes(attributes);
      open_.push_back(std::move(element));
    } else if (name == "data") {
      const auto map = Attributes(attributes);
      const auto key = map.find("key");
      data_key_ = key == map.end() ? "" : key->second;
      text_.clear();
    } else if (name == "NodeLabel" || name == "EdgeLabel" || name == "default") {
      text_.clear();
    }
  }

  void StartKey(const std::map<std::string, std::string>& attributes) {
    const auto value = [&](const char* name) {
      const auto found = attributes.find(name);
      return found == attributes.end() ? std::string() : found->second;
    };
    open_key_ = value("id");
    const std::string name = value("attr.name");
    keys_[open_key_] = {LowerAscii(name.empty() ? open_key_ : name), value("for"), {}, false};
  }

  void End(std::string_view name) {
    --depth_;
    if (name == "default") {
      Key& key = keys_[open_key_];
      key.default_value = text_;
      key.has_default = true;
    } else if ((name == "NodeLabel" || name == "EdgeLabel") && !open_.empty()) {
      open_.back().properties.try_emplace(std::string(kDrawnLabel), Trimmed(text_));
      text_.clear();
      data_key_.clear();  // the drawing around the label is no property
    } else if (name == "data" && !open_.empty() && !data_key_.empty()) {
      const auto key = keys_.find(data_key_);
      const std::string property = key == keys_.end() ? LowerAscii(data_key_) : key->second.name;
      if (!text_.empty()) open_.back().properties.try_emplace(property, text_);
      data_key_.clear();
    } else if (name == "node" || name == "edge" || name == "hyperedge") {
      Close(name);
    }
  }

  void Close(std::string_view name) {
    GraphmlElement element = std::move(open_.back());
    open_.pop_back();
    element.span.end = Offset() + static_cast<uint32_t>(XML_GetCurrentByteCount(parser_.get()));
    for (const auto& [id, key] : keys_) {
      if (key.has_default && (key.of == name || key.of == "all" || key.of.empty())) {
        element.properties.try_emplace(key.name, key.default_value);
      }
    }
    std::erase_if(element.properties, [](const auto& property) { return property.second.empty(); });
    (name == "node"   ? result_.nodes
     : name == "edge" ? result_.edges
                      : result_.hyperedges)
        .push_back(std::move(element));
  }

  void Characters(std::string_view text) { text_.append(text); }

  static std::string Trimmed(const std::string& text) {
    const size_t begin = text.find_first_not_of(" \t\r\n");
    return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
  }

  const std::string_view bytes_;
  const std::string file_;
  std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser_;
  GraphmlFile result_;
  std::map<std::string, Key> keys_;
  std::vector<GraphmlElement> open_;  // nodes may hold graphs with nodes
  std::string open_key_, data_key_, text_;
  size_t depth_ = 0;
  bool is_graphml_ = false;
};

}  // namespace

const std::string* GraphmlElement::Find(std::string_view property) const {
  const auto found = properties.find(std::string(property));
  return found == properties.end() ? nullptr : &found->second;
}

expected<GraphmlFile> ReadGraphmlElements(std::string_view bytes, const std::string& file) {
  return ElementReader(bytes, file).Read();
}

}  // namespace mailuo
