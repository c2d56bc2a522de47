#pragma once
// Where the time of renders goes: for the top, each block, each macro and each recursive loop of a template,
// how often it ran and the time spent in it, without what it called.

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace herald::tmpl {

struct Program;       // program.h
struct FunctionCode;  // program.h

/// Filled by renders that are given it (RenderInput::profile). Belongs to one thread; profiles of several are
/// added up. The names live as long as the environment's programs.
class Profile {
 public:
  /// A rising count, for example of nanoseconds: the engine has no clock of its own.
  using Clock = uint64_t (*)();

  struct Entry {
    std::string_view template_name;
    std::string_view kind;  ///< "block", "macro", "call", "loop"; empty for the top of the template.
    std::string_view name;  ///< of the block or macro
    uint64_t runs = 0;
    uint64_t ticks = 0;  ///< of the clock
  };

  explicit Profile(Clock clock) : clock_(clock) {}

  /// The entries, those that took longest first.
  std::vector<Entry> entries() const;
  /// Adds what another thread measured of the same environment.
  void add(const Profile& other);

  // For the machine.
  void begin() { last_ = clock_(); }                                  ///< A render begins.
  void run(const Program& program, const FunctionCode& function);     ///< A function is entered.
  void charge(const Program& program, const FunctionCode& function);  ///< What ran until now was this one.

 private:
  Entry& entry_of(const Program& program, const FunctionCode& function);

  Clock clock_;
  uint64_t last_ = 0;
  std::unordered_map<const FunctionCode*, Entry> entries_;
};

}  // namespace herald::tmpl
