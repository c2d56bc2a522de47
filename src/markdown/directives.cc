// What a directive's line says, held against the table: names, settings, values.

#include "markdown/directives.h"

#include <algorithm>

#include "base/suggest.h"
#include "base/utf8.h"
#include "markdown/directive_header.h"
#include "markdown/internal.h"

namespace herald::markdown {
namespace {

constexpr size_t npos = std::string_view::npos;

bool is_name_of(std::string_view name, const DirectiveDefinition& definition) {
  if (name == definition.label || base::lower_ascii(name) == definition.name) return true;
  const std::vector<std::string_view> others = base::split(definition.others, '|');
  return !definition.others.empty() && std::find(others.begin(), others.end(), name) != others.end();
}

}  // namespace

const DirectiveDefinition* find_directive(DirectiveTable table, std::string_view name) {
  for (const DirectiveDefinition& definition : table) {
    if (is_name_of(name, definition)) return &definition;
  }
  return nullptr;
}

namespace internal {
namespace {

/// Bytes of a number with all that may be in it: 0571-8888 1234 转 12.
bool is_phone(std::string_view value) {
  size_t digits = 0;
  for (size_t at = 0; at < value.size();) {
    const char32_t c = base::next_code_point(value, at);
    const bool digit = c >= '0' && c <= '9';
    digits += digit;
    if (!digit && std::u32string_view(U"-+() 转（）—－、/").find(c) == npos) return false;
  }
  return digits >= 3 && digits <= 40;
}

bool is_number(std::string_view value, const SettingDefinition& setting) {
  if (value.empty() || value.size() > 6) return false;
  int number = 0;
  for (const char c : value) {
    if (c < '0' || c > '9') return false;
    number = number * 10 + (c - '0');
  }
  return number >= setting.least && number <= setting.most;
}

/// Reads one directive's header against the table and tells what is wrong with it.
class HeaderReader {
 public:
  HeaderReader(const DirectiveHeader& header, std::string_view text, uint32_t place,
               const base::Source& source, DirectiveTable table, base::Diagnostics& diagnostics)
      : header_(header),
        text_(text),
        place_(place),
        source_(source),
        table_(table),
        diagnostics_(diagnostics) {}

  DirectiveUse run(std::vector<base::Span>& spans) {
    DirectiveUse use;
    use.definition = find_directive(table_, header_.name);
    if (!use.definition) {
      unknown_name();
      return use;
    }
    use.values.resize(use.definition->settings.size());
    spans.resize(use.values.size());
    read_label(use, spans);
    for (const DirectiveHeader::Setting& setting : header_.settings) read_setting(setting, use, spans);
    if (header_.wrong_end > 0) wrong(header_.wrong_begin, header_.wrong_end);
    for (size_t i = 0; i < use.values.size(); ++i) {
      const SettingDefinition& setting = use.definition->settings[i];
      if (setting.required && use.values[i].empty() && header_.wrong_end == 0)
        add(base::Code::MissingSetting, 0, header_.name.size(), {said(), name_of(setting)});
    }
    return use;
  }

 private:
  base::Span span_of(size_t begin, size_t end) const {
    const auto size = static_cast<uint32_t>(source_.text.size());
    return {std::min(place_ + static_cast<uint32_t>(begin), size),
            std::min(place_ + static_cast<uint32_t>(end), size)};
  }
  base::Diagnostic& add(base::Code code, size_t begin, size_t end, std::vector<std::string> arguments) {
    const base::Span span = span_of(begin, end);
    return diagnostics_.add(code, source_, span, std::move(arguments));
  }
  static void suggest(base::Diagnostic& diagnostic, std::string_view word,
                      const std::vector<std::string_view>& known) {
    const std::string_view near = base::nearest(word, known);
    if (!near.empty()) diagnostic.notes.push_back({base::Code::DidYouMean, {}, {std::string(near)}, {}});
  }
  std::string said() const { return std::string(header_.name); }
  static std::string name_of(const SettingDefinition& setting) { return std::string(setting.label); }
  void wrong(size_t begin, size_t end) {
    add(base::Code::DirectiveSyntax, begin, end,
        {said(), std::string(base::trim(text_.substr(begin, end - begin)))});
  }

  void unknown_name() {
    std::string names;
    std::vector<std::string_view> known;
    for (const DirectiveDefinition& definition : table_) {
      names += (names.empty() ? "" : "、") + std::string(definition.label);
      known.push_back(definition.label);
      known.push_back(definition.name);
    }
    suggest(add(base::Code::UnknownDirective, 0, header_.name.size(), {said(), names}), header_.name, known);
  }

  void read_label(DirectiveUse& use, std::vector<base::Span>& spans) {
    if (!header_.label) return;
    const auto& settings = use.definition->settings;
    const auto setting = std::find_if(settings.begin(), settings.end(), [&](const SettingDefinition& s) {
      return s.name == use.definition->text_setting;
    });
    if (setting == settings.end()) return wrong(header_.label_begin - 1, header_.label_end + 1);
    take(*setting, *header_.label, header_.label_begin, header_.label_end, use, spans);
  }

  void read_setting(const DirectiveHeader::Setting& setting, DirectiveUse& use,
                    std::vector<base::Span>& spans) {
    const std::string lower = base::lower_ascii(setting.name);
    for (const SettingDefinition& known : use.definition->settings) {
      if (setting.name != known.label && lower != known.name) continue;
      const auto index = static_cast<size_t>(&known - use.definition->settings.data());
      if (!use.values[index].empty()) return wrong(setting.begin, setting.end);
      return take(known, std::string(base::trim(setting.value)), setting.value_begin, setting.value_end, use,
                  spans);
    }
    std::string names;
    std::vector<std::string_view> list;
    for (const SettingDefinition& known : use.definition->settings) {
      names += (names.empty() ? "" : "、") + name_of(known);
      list.push_back(known.label);
      list.push_back(known.name);
    }
    suggest(add(base::Code::UnknownSetting, setting.begin, setting.end,
                {said(), std::string(setting.name), names}),
            setting.name, list);
  }

  void take(const SettingDefinition& setting, std::string value, size_t begin, size_t end, DirectiveUse& use,
            std::vector<base::Span>& spans) {
    const bool wrong =
        !value.empty() && ((setting.type == SettingType::Number && !is_number(value, setting)) ||
                           (setting.type == SettingType::Phone && !is_phone(value)));
    const auto index = static_cast<size_t>(&setting - use.definition->settings.data());
    if (wrong) {
      add(base::Code::SettingValue, begin, end, {said(), name_of(setting), value});
      if (setting.type == SettingType::Number) return;
    }
    use.values[index] = std::move(value);
    spans[index] = span_of(begin, end);
  }

  const DirectiveHeader& header_;
  std::string_view text_;
  uint32_t place_;
  const base::Source& source_;
  DirectiveTable table_;
  base::Diagnostics& diagnostics_;
};

bool has_kind(const Document& document, NodeId node, NodeKind kind) {
  const NodeId end = subtree_end(document, node);
  for (NodeId id = node + 1; id < end; ++id) {
    if (document.at(id).kind == kind) return true;
  }
  return false;
}

}  // namespace

DirectiveUse read_directive(std::string_view text, uint32_t place, bool is_block, const base::Source& source,
                            DirectiveTable table, std::vector<base::Span>& spans,
                            base::Diagnostics& diagnostics) {
  DirectiveHeader header = read_directive_header(text);
  const size_t rest = std::min(text.find_first_not_of(" \t", header.size), text.size());
  if (is_block && header.wrong_end == 0 && rest < text.size()) {
    header.wrong_begin = rest;
    header.wrong_end = text.size();
  }
  return HeaderReader(header, text, place, source, table, diagnostics).run(spans);
}

void check_directive_content(const base::Source& source, const Document& document,
                             base::Diagnostics& diagnostics) {
  for (const DirectiveUse& use : document.directives) {
    const Node& node = document.at(use.node);
    if (!use.definition || node.kind != NodeKind::Directive) continue;
    bool right = true;
    if (use.definition->content == DirectiveContent::Pictures) {
      right = has_kind(document, use.node, NodeKind::Image);
    } else if (use.definition->content != DirectiveContent::Blocks) {
      right = false;
      for (NodeId id = node.first_child; id != kNoNode; id = document.at(id).next)
        right |= document.at(id).kind == NodeKind::List;
    }
    if (right) continue;
    const size_t line_end = std::min(source.text.find('\n', node.span.begin), source.text.size());
    const base::Span span{
        node.span.begin, std::max(node.span.begin, std::min(node.span.end, static_cast<uint32_t>(line_end)))};
    diagnostics.add(base::Code::DirectiveContent, source, span, {std::string(use.definition->label)});
  }
}

}  // namespace internal
}  // namespace herald::markdown
