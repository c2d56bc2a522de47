// Markup: the tags, attributes and elements of HTML and XML.

#include "tmpl/context.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "base/utf8.h"

namespace herald::tmpl {
namespace {

constexpr size_t npos = std::string_view::npos;
constexpr std::string_view kBlanks = " \t\n\r\f";

bool is_blank(char c) { return kBlanks.find(c) != npos; }
bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

struct ElementName {
  std::string_view name;
  Element element;
};
constexpr ElementName kElements[] = {
    {"script", Element::Script},
    {"style", Element::Style},
    {"textarea", Element::Textarea},
    {"title", Element::Title},
    {"xmp", Element::Xmp},
    {"iframe", Element::Iframe},
    {"noembed", Element::Noembed},
    {"noframes", Element::Noframes},
    {"plaintext", Element::Plaintext},
    {"meta", Element::Meta},
    {"animate", Element::Animate},
    {"set", Element::Animate},
    {"animatemotion", Element::Animate},
    {"animatetransform", Element::Animate},
};

Element element_of(std::string_view name) {
  for (const ElementName& known : kElements)
    if (known.name == name) return known.element;
  return Element::Other;
}

std::string_view closing_name(Element element) {
  for (const ElementName& known : kElements)
    if (known.element == element) return known.name;
  return "";
}

Place content_of(const PageContext& c) {
  switch (c.element) {
    case Element::Script:
      return (c.flags & kUnknownType) != 0 ? Place::Raw : Place::Script;
    case Element::Style:
      return Place::Style;
    case Element::Textarea:
    case Element::Title:
      return Place::Rcdata;
    case Element::Xmp:
    case Element::Iframe:
    case Element::Noembed:
    case Element::Noframes:
    case Element::Plaintext:
      return Place::Raw;
    default:
      return Place::Text;
  }
}

/// JavaScript types (WHATWG MIME Sniffing §4.6), JSON ones, or neither.
uint8_t script_flags(std::string_view type) {
  static constexpr std::string_view kJavaScript[] = {"",
                                                     "module",
                                                     "text/javascript",
                                                     "application/javascript",
                                                     "application/x-javascript",
                                                     "text/jscript",
                                                     "text/ecmascript",
                                                     "application/ecmascript",
                                                     "text/x-javascript",
                                                     "text/livescript"};
  std::string lower = base::lower_ascii(base::trim(type.substr(0, type.find(';'))));
  if (std::find(std::begin(kJavaScript), std::end(kJavaScript), lower) != std::end(kJavaScript)) return 0;
  bool json = lower.ends_with("/json") || lower.ends_with("+json") || lower == "importmap" ||
              lower == "speculationrules";
  return json ? kJson : kUnknownType;
}

/// Reads markup. Each function reads from `at_` in the place that it is named for.
class Stepper {
 public:
  Stepper(PageContext context, std::string_view text, std::vector<ContextFault>& faults)
      : c_(context), text_(text), faults_(faults) {}

  PageContext run() {
    if (c_.place == Place::Free) return c_;
    while (at_ < text_.size()) one();
    return c_;
  }

 private:
  void one() {
    switch (c_.place) {
      case Place::Text:
        return in_text();
      case Place::TagOpen:
        return tag_open();
      case Place::EndTagOpen:
        return end_tag_open();
      case Place::InTag:
      case Place::AfterName:
        return in_tag();
      case Place::BeforeValue:
        return before_value();
      case Place::Value:
        return value();
      case Place::Unquoted:
        return unquoted();
      case Place::Comment:
        return until("-->");
      case Place::Declaration:
        return until(">");
      case Place::Instruction:
        return until("?>");
      case Place::Cdata:
        return until("]]>");
      case Place::Rcdata:
      case Place::Raw:
      case Place::Script:
      case Place::Style:
        return element_text();
      case Place::Free:
        at_ = text_.size();
        return;
    }
  }

  void fault(Fault what, size_t offset) { faults_.push_back({what, offset}); }

  /// Leaves what was read behind and goes to `place` of the same page.
  void go(Place place) {
    uint8_t kept = c_.flags & kXml;
    c_ = {};
    c_.flags = kept;
    c_.place = place;
  }

  void in_text() {
    size_t open = text_.find('<', at_);
    at_ = open == npos ? text_.size() : open + 1;
    if (open != npos) c_.place = Place::TagOpen;
  }

  void tag_open() {
    std::string_view rest = text_.substr(at_);
    if (rest[0] == '/') {
      ++at_;
      c_.place = Place::EndTagOpen;
    } else if (rest[0] == '!') {
      declaration(rest);
    } else if (rest[0] == '?') {
      go(c_.xml() ? Place::Instruction : Place::Declaration);
    } else if (is_letter(rest[0]) || (c_.xml() && (rest[0] == '_' || (rest[0] & 0x80) != 0))) {
      tag_name();
    } else {
      c_.place = Place::Text;
    }
  }

  void declaration(std::string_view rest) {
    if (rest.starts_with("!--")) {
      go(Place::Comment);
      at_ += 3;
      // <!--> and <!---> are comments that are over.
      for (std::string_view end : {">", "->"}) {
        if (c_.xml() || !text_.substr(at_).starts_with(end)) continue;
        at_ += end.size();
        go(Place::Text);
        return;
      }
    } else if (rest == "!" || rest == "!-" ||
               (c_.xml() && std::string_view("![CDATA[").starts_with(rest) && rest.size() < 8)) {
      fault(Fault::SplitMarkup, at_);
      go(Place::Declaration);
      at_ = text_.size();
    } else if (c_.xml() && rest.starts_with("![CDATA[")) {
      go(Place::Cdata);
      at_ += 8;
    } else {
      go(Place::Declaration);
    }
  }

  void end_tag_open() {
    if (is_letter(text_[at_]) || c_.xml()) {
      c_.flags |= kClosing;
      tag_name();
    } else if (text_[at_] == '>') {
      ++at_;
      go(Place::Text);
    } else {
      go(Place::Declaration);
    }
  }

  void tag_name() {
    size_t end = std::min(text_.find_first_of(" \t\n\r\f/>", at_), text_.size());
    std::string name = base::lower_ascii(text_.substr(at_, end - at_));
    bool closing = (c_.flags & kClosing) != 0;
    if (!c_.xml() && !closing) c_.element = element_of(name);
    c_.place = Place::AfterName;
    fresh_ = true;
    at_ = end;
  }

  void in_tag() {
    char ch = text_[at_];
    if (ch == '>') {
      ++at_;
      return end_of_tag();
    }
    if (is_blank(ch) || ch == '/') {
      ++at_;
      c_.place = Place::InTag;
      return;
    }
    bool cut = c_.place == Place::AfterName && !fresh_;
    // A name that ended in the text before would get this value.
    bool given = ch == '=' && text_.find_first_not_of(kBlanks) == at_;
    if (cut || given) fault(Fault::SplitName, at_);
    attribute_name();
  }

  void end_of_tag() {
    Place place = (c_.flags & kClosing) != 0 ? Place::Text : content_of(c_);
    Element element = c_.element;
    auto script = static_cast<uint8_t>(c_.flags & (kJson | kUnknownType));
    go(place);
    if (place == Place::Text) return;
    c_.element = element;
    c_.flags |= script;
  }

  void attribute_name() {
    // A name may begin with `=` (WHATWG HTML §13.2.5.32).
    size_t end = std::min(text_.find_first_of(" \t\n\r\f/>=", at_ + 1), text_.size());
    std::string name = base::lower_ascii(text_.substr(at_, end - at_));
    size_t equals = std::min(text_.find_first_not_of(kBlanks, end), text_.size());
    at_ = end;
    fresh_ = true;
    if (equals == text_.size() || text_[equals] != '=') {
      c_.place = Place::AfterName;
      fresh_ = end < text_.size();
      return;
    }
    at_ = equals + 1;
    c_.place = Place::BeforeValue;
    c_.attribute = c_.xml() || (c_.flags & kClosing) != 0 ? Attribute::Plain
                                                          : attribute_kind(name, c_.element, c_.flags);
  }

  void before_value() {
    char ch = text_[at_];
    if (is_blank(ch)) {
      ++at_;
    } else if (ch == '>') {
      c_.attribute = Attribute::None;
      c_.place = Place::AfterName;
    } else if (ch == '"' || ch == '\'') {
      ++at_;
      c_.place = Place::Value;
      c_.quote = ch == '"' ? Quote::Double : Quote::Single;
      if (c_.attribute == Attribute::Refresh) c_.url = Url::Before;
      begin_ = at_;
      whole_ = true;
    } else {
      c_.place = Place::Unquoted;
      begin_ = at_;
      whole_ = true;
    }
  }

  void value() {
    size_t end = text_.find(c_.quote == Quote::Double ? '"' : '\'', at_);
    bool closed = end != npos;
    std::string_view run = text_.substr(at_, closed ? end - at_ : npos);
    run_of_value(run, closed);
    at_ = closed ? end + 1 : text_.size();
    if (closed) end_of_value();
  }

  void unquoted() {
    size_t end = std::min(text_.find_first_of(" \t\n\r\f>", at_), text_.size());
    bool closed = end < text_.size();
    known_value(text_.substr(at_, end - at_), closed);
    at_ = end;
    if (closed) end_of_value();
  }

  void end_of_value() {
    c_.place = Place::AfterName;
    c_.attribute = Attribute::None;
    c_.quote = Quote::None;
    c_.url = Url::Start;
    c_.script = Script::Code;
    c_.slash = Slash::Regexp;
    c_.style = Style::Plain;
    c_.flags &= static_cast<uint8_t>(~kImport);
    fresh_ = true;
  }

  /// A piece of a value: as much of it as stands before the quote or the end of the text.
  void run_of_value(std::string_view run, bool closed) {
    switch (c_.attribute) {
      case Attribute::ScriptType:
      case Attribute::Directive:
        return known_value(run, closed);
      case Attribute::Url:
      case Attribute::Refresh:
      case Attribute::Script:
      case Attribute::Style:
        break;
      default:
        return;
    }
    std::string decoded;
    if (!read_references(run, decoded) && !closed) {
      // What is printed next may make any character of a reference that is begun here.
      size_t begun = run.rfind('&');
      decoded.resize(decoded.size() - (run.size() - begun));
      bool harmless = c_.attribute == Attribute::Url && is_behind_scheme(decoded);
      if (!harmless) fault(Fault::SplitReference, at_ + begun);
      decoded += run.substr(begun);
    }
    if (c_.attribute == Attribute::Script) {
      step_script(c_, decoded);
    } else if (c_.attribute == Attribute::Style) {
      step_style(c_, decoded);
    } else if (!step_url(c_, decoded)) {
      fault(Fault::LateScheme, at_);
    }
  }

  bool is_behind_scheme(std::string_view decoded) const {
    PageContext context = c_;
    step_url(context, decoded);
    return context.url == Url::Path || context.url == Url::Query || context.url == Url::Fragment;
  }

  /// Values that decide how others are read.
  void known_value(std::string_view run, bool closed) {
    bool type = c_.attribute == Attribute::ScriptType;
    if (!type && c_.attribute != Attribute::Directive) return;
    if (!closed || !whole_ || begin_ != at_) {
      whole_ = false;
      // A value that is printed is refused by itself.
      if (closed || !run.empty()) fault(Fault::SplitType, at_);
      return;
    }
    std::string decoded;
    read_references(run, decoded);
    if (type) {
      c_.flags |= script_flags(decoded);
    } else if (c_.element == Element::Meta && base::lower_ascii(base::trim(decoded)) == "refresh") {
      if ((c_.flags & kContentPrinted) != 0) fault(Fault::LateRefresh, at_);
      c_.flags |= kRefresh;
    }
  }

  void until(std::string_view end) {
    size_t found = text_.find(end, at_);
    // <!--> is a comment that is over; it is not known whether there was something within.
    bool over = at_ == 0 && c_.place == Place::Comment && !c_.xml() &&
                (text_.starts_with(">") || text_.starts_with("->"));
    if (over) fault(Fault::SplitMarkup, at_);
    // --!> ends a comment as well.
    if (c_.place == Place::Comment && !c_.xml()) {
      size_t odd = text_.find("--!>", at_);
      if (odd < found) {
        at_ = odd + 4;
        return go(Place::Text);
      }
    }
    if (found == npos) {
      if (ends_in_part(end)) fault(Fault::SplitMarkup, text_.size());
      at_ = text_.size();
      return;
    }
    at_ = found + end.size();
    go(Place::Text);
  }

  /// Whether the text ends in a part of `end`, or of --!>.
  bool ends_in_part(std::string_view end) const {
    std::string_view rest = text_.substr(at_);
    for (size_t size = 1; size < end.size(); ++size)
      if (rest.ends_with(end.substr(0, size))) return true;
    return end == "-->" && rest.ends_with("--!");
  }

  /// The text of an element that has no tags, up to its own end tag.
  void element_text() {
    std::string_view name = closing_name(c_.element);
    size_t end = find_end(name);
    std::string_view run = text_.substr(at_, end - at_);
    look_for_scripts(run);
    if (c_.place == Place::Script) step_script(c_, run);
    if (c_.place == Place::Style) step_style(c_, run);
    if (end == text_.size()) {
      if (cut_end(run, name)) fault(Fault::SplitMarkup, at_ + run.rfind('<'));
      at_ = end;
      return;
    }
    at_ = end + 2 + name.size();
    go(Place::AfterName);
    c_.flags |= kClosing;
    fresh_ = true;
  }

  size_t find_end(std::string_view name) const {
    if (c_.element == Element::Plaintext) return text_.size();
    for (size_t at = text_.find("</", at_); at != npos; at = text_.find("</", at + 2)) {
      size_t behind = at + 2 + name.size();
      if (base::lower_ascii(text_.substr(at + 2, name.size())) != name) continue;
      if (behind < text_.size() && (is_blank(text_[behind]) || text_[behind] == '/' || text_[behind] == '>'))
        return at;
    }
    return text_.size();
  }

  /// Whether `run` ends in what might become the end tag when something is put behind it. In the code of a
  /// script a value never begins with `/`.
  bool cut_end(std::string_view run, std::string_view name) const {
    size_t open = run.rfind('<');
    if (open == npos || c_.element == Element::Plaintext) return false;
    std::string tail = base::lower_ascii(run.substr(open));
    if (tail == "<" && c_.place == Place::Script && c_.script == Script::Code) return false;
    return ("</" + std::string(name)).starts_with(tail) || std::string_view("<!--").starts_with(tail);
  }

  void look_for_scripts(std::string_view run) {
    if (c_.element != Element::Script) return;
    size_t comment = (c_.flags & kScriptComment) != 0 ? 0 : run.find("<!--");
    if (comment == npos) return;
    c_.flags |= kScriptComment;
    size_t again = base::lower_ascii(run).find("<script", comment);
    if (again != npos) fault(Fault::ScriptInScript, at_ + again);
  }

  PageContext c_;
  std::string_view text_;
  std::vector<ContextFault>& faults_;
  size_t at_ = 0;
  size_t begin_ = npos;  ///< of the value, when it begins in this text
  bool whole_ = false;   ///< the value begins in this text
  bool fresh_ = false;   ///< the name or value before AfterName ended in this text
};

}  // namespace

Attribute attribute_kind(std::string_view name, Element element, uint8_t flags) {
  static constexpr std::string_view kUrls[] = {"action",  "archive",  "background", "base",   "cite",
                                               "classid", "codebase", "data",       "dynsrc", "formaction",
                                               "href",    "icon",     "longdesc",   "lowsrc", "manifest",
                                               "ping",    "poster",   "profile",    "src",    "usemap"};
  size_t colon = name.rfind(':');
  std::string_view local = colon == npos ? name : name.substr(colon + 1);
  if (element == Element::Script && local == "type") return Attribute::ScriptType;
  if (element == Element::Meta && local == "http-equiv") return Attribute::Directive;
  if (element == Element::Meta && local == "content")
    return (flags & kRefresh) != 0 ? Attribute::Refresh : Attribute::Content;
  if (element == Element::Animate) {
    if (local == "attributename") return Attribute::Directive;
    if (local == "to" || local == "from" || local == "by" || local == "values") return Attribute::Url;
  }
  if (local.starts_with("on")) return Attribute::Script;
  if (local == "style") return Attribute::Style;
  if (local == "srcset" || local == "imagesrcset") return Attribute::Srcset;
  if (local == "srcdoc") return Attribute::Srcdoc;
  bool url = std::find(std::begin(kUrls), std::end(kUrls), local) != std::end(kUrls);
  return url || name.starts_with("xmlns") ? Attribute::Url : Attribute::Plain;
}

PageContext context_of(Escape mode) {
  PageContext context;
  if (mode == Escape::None) return context;
  context.place = Place::Text;
  if (mode == Escape::Xml) context.flags = kXml;
  return context;
}

PageContext step(PageContext context, std::string_view text, std::vector<ContextFault>& faults) {
  return Stepper(context, text, faults).run();
}

}  // namespace herald::tmpl
