#pragma once
// Parts of templates that come out the same in many renders, kept from one to the next: a masthead, a footer,
// the text of a label. Which renders are alike is known to who renders: it says which names mean the same in
// all of them (Environment::add_steady_names), and gives all that are alike the same KeptParts.
//
// The compiler marks the stretches of a template that read nothing but steady names. The machine runs such a
// part once while it watches; when the part read anything else after all (a variable of another template, a
// thing that changes when it is used) it is run each time from then on, otherwise what it gave is appended.

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tmpl/ast.h"
#include "tmpl/trace.h"
#include "value/value.h"

namespace herald::tmpl {

struct CallSite;  // program.h
class Macro;      // natives.h
class Module;     // natives.h
struct Program;   // program.h

/// What is kept for renders that are alike. One thread's; belongs to one environment.
class KeptParts {
 public:
  /// From here on the host notes what it is asked for.
  virtual void begin_part() = 0;
  /// Ends that, and remembers it under `part`. False when something was asked for that is not the same in all
  /// renders that are alike; the part is then not kept.
  virtual bool end_part(uint32_t part) = 0;
  /// What was noted under `part` counts as asked for by the running render.
  virtual void replay_part(uint32_t part) = 0;
  /// As end_part; what was noted under `before` too need not be remembered once more.
  virtual bool end_part_after(uint32_t part, std::span<const uint32_t> before) {
    (void)before;
    return end_part(part);
  }
  /// What is asked for between these two belongs to the running render alone.
  virtual void pause_part() {}
  virtual void resume_part() {}
  /// Whether anything is remembered under `part`.
  virtual bool has_part(uint32_t part) const {
    (void)part;
    return true;
  }
  /// Whether what RenderInput::used tells is noted like anything else, so that replay_part tells it again.
  virtual bool notes_templates() const { return false; }
  /// Whether anything was asked for since begin_part.
  virtual bool noted() const { return true; }

 protected:
  ~KeptParts() = default;

 private:
  friend class Machine;
  enum class State : uint8_t { Unknown, Kept, Varies };
  struct Part {
    State state = State::Unknown;
    value::Value value;                ///< of an expression; a text's bytes are those of `text`
    std::string text;                  ///< of statements
    std::vector<const Program*> used;  ///< templates that took part
  };
  std::vector<Part> parts_;                     ///< by number; sized once
  std::vector<std::unique_ptr<Trace>> traces_;  ///< by Program::id
  uint32_t stretches_ = 0;  ///< of all traces: each has a number behind those of the parts
  /// Templates of macros alone, by Program::id: importing one sets nothing that a render could change.
  std::vector<Module*> modules_;
  value::Arena modules_arena_;
  /// Which macro of such a module a call means, by the address of the call: one of two that share a place is
  /// looked up again.
  struct MacroCall {
    const CallSite* site = nullptr;
    const value::Object* module = nullptr;
    const Macro* macro = nullptr;
  };
  static constexpr size_t kCalls = 128;
  std::array<MacroCall, kCalls> calls_;
};

/// The names that mean the same in all renders that are alike: "site", or "output.kind" for one part of a
/// name that is not itself steady.
class SteadyNames {
 public:
  void add(std::string_view name) { names_.push_back(name); }
  bool has(std::string_view name) const;
  /// Whether `name.attribute` was added.
  bool has_part(std::string_view name, std::string_view attribute) const;
  /// Whether `name` or a part of it was added.
  bool mentions(std::string_view name) const;
  /// Drops what templates use as names of their own, wherever that is.
  void drop_bound(Body body);
  bool empty() const { return names_.empty(); }

 private:
  void drop(std::string_view name);
  void drop_target(const Expression* target);
  std::vector<std::string_view> names_;
};

/// Looks for what reads nothing but steady names, and the variables of its own loops, and sets nothing.
class SteadyWalk {
 public:
  /// `is_local` knows the names that the template has set around the place.
  SteadyWalk(const SteadyNames& names, std::function<bool(std::string_view)> is_local)
      : names_(names), is_local_(std::move(is_local)) {}

  /// Of an include the name alone is looked at: what it reads is seen when it runs.
  bool statement(const Statement& s);
  bool expression(const Expression* e);  ///< Null is steady.

 private:
  bool body(Body statements);
  bool all(std::span<const Expression* const> items);
  bool arguments(const Arguments& given);
  bool name(std::string_view name) const;
  bool loop(const Statement& s);
  void bind(const Expression& target);

  const SteadyNames& names_;
  std::function<bool(std::string_view)> is_local_;
  std::vector<std::string_view> bound_;  ///< by loops around the place
};

}  // namespace herald::tmpl
