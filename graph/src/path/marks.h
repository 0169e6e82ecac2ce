// A number for some of many nodes, all forgotten at once: memory comes zeroed from the system, so that a search touches
// only the pages of the nodes that it sees.
#ifndef MAILUO_GRAPH_SRC_PATH_MARKS_H_
#define MAILUO_GRAPH_SRC_PATH_MARKS_H_

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

namespace mailuo {

// Values are below kNone.
class Marks {
 public:
  static constexpr uint32_t kBits = 16;
  static constexpr uint32_t kNone = (1U << kBits) - 1;

  explicit Marks(size_t size) : size_(size) { Allocate(); }
  uint32_t operator[](size_t i) const {
    const uint32_t mark = marks_.get()[i];
    return mark >> kBits == round_ ? mark & kNone : kNone;
  }
  void Set(size_t i, uint32_t value) { marks_.get()[i] = round_ << kBits | value; }
  void Clear() {
    if (++round_ == 1U << (32 - kBits)) {
      Allocate();
      round_ = 1;
    }
  }

 private:
  struct Free {
    void operator()(uint32_t* memory) const { std::free(memory); }
  };
  void Allocate() {
    marks_.reset(static_cast<uint32_t*>(std::calloc(size_ + 1, sizeof(uint32_t))));
    if (marks_ == nullptr) throw std::bad_alloc();
  }

  size_t size_;
  uint32_t round_ = 1;
  std::unique_ptr<uint32_t, Free> marks_;
};

}  // namespace mailuo

#endif  // MAILUO_GRAPH_SRC_PATH_MARKS_H_
