// What the machine says of a state: how a value is escaped, how two ways join, what people call it.

#include <array>

#include "tmpl/context.h"

namespace herald::tmpl {
namespace {

Answer refuse(Refusal refusal) { return {Escape::None, refusal}; }

Answer escape_in_url(const PageContext& c) {
  switch (c.url) {
    case Url::Start:
    case Url::Scheme:
      return {Escape::UrlStart};
    case Url::Path:
    case Url::Fragment:
      return {Escape::UrlPath};
    case Url::Query:
    case Url::DataImage:
      return {Escape::UrlQuery};
    case Url::DataSvg:
      return {Escape::UrlData};
    case Url::Before:
      return refuse(Refusal::Delay);
    case Url::DataHead:
    case Url::Refused:
      break;
  }
  return refuse(Refusal::Address);
}

Answer escape_in_script(const PageContext& c, Escape code) {
  switch (c.script) {
    case Script::Code:
      return {code};
    case Script::Double:
    case Script::Single:
      return {Escape::ScriptString};
    case Script::Template:
      return refuse(Refusal::Template);
    case Script::Regexp:
    case Script::RegexpClass:
      return refuse(Refusal::Regexp);
    case Script::LineComment:
    case Script::BlockComment:
      return refuse(Refusal::ScriptComment);
    case Script::Lost:
      break;
  }
  return refuse(Refusal::Script);
}

Answer escape_in_style_url(const PageContext& c) {
  switch (escape_in_url(c).escape) {
    case Escape::UrlStart:
      return {Escape::StyleUrlStart};
    case Escape::UrlPath:
      return {Escape::StyleUrlPath};
    case Escape::UrlQuery:
      return {Escape::StyleUrlQuery};
    case Escape::UrlData:
      return {Escape::UrlData};
    default:
      return refuse(Refusal::Address);
  }
}

Answer escape_in_style(const PageContext& c) {
  if ((c.flags & kImport) != 0) return refuse(Refusal::Style);
  switch (c.style) {
    case Style::Plain:
      return {Escape::Style};
    case Style::Double:
    case Style::Single:
      return {Escape::StyleString};
    case Style::Url:
    case Style::UrlDouble:
    case Style::UrlSingle:
      return escape_in_style_url(c);
    case Style::Comment:
      return refuse(Refusal::Comment);
    case Style::UrlEnd:
    case Style::Lost:
      break;
  }
  return refuse(Refusal::Style);
}

Answer escape_in_value(const PageContext& c) {
  switch (c.attribute) {
    case Attribute::Plain:
    case Attribute::Content:
      return {Escape::Attribute};
    case Attribute::Url:
    case Attribute::Refresh:
      return escape_in_url(c);
    case Attribute::Srcset:
      return {Escape::Srcset};
    case Attribute::Script:
      return escape_in_script(c, Escape::ScriptAttribute);
    case Attribute::Style:
      return escape_in_style(c);
    case Attribute::Srcdoc:
      return refuse(Refusal::Srcdoc);
    case Attribute::ScriptType:
    case Attribute::Directive:
    case Attribute::None:
      break;
  }
  return refuse(Refusal::Directive);
}

bool in_tag(const PageContext& c) { return c.place == Place::InTag || c.place == Place::AfterName; }

bool has_url(const PageContext& c) {
  return c.attribute == Attribute::Url || c.attribute == Attribute::Refresh || c.style == Style::Url ||
         c.style == Style::UrlDouble || c.style == Style::UrlSingle;
}

Url join_urls(Url a, Url b) {
  if (a == b) return a;
  for (Url url : {a, b})
    if (url >= Url::DataHead) return Url::Refused;
  return Url::Scheme;
}

}  // namespace

Answer escape_in(const PageContext& c) {
  switch (c.place) {
    case Place::Free:
      return {Escape::None};
    case Place::Text:
      return {c.xml() ? Escape::Xml : Escape::Html};
    case Place::TagOpen:
    case Place::EndTagOpen:
    case Place::InTag:
    case Place::AfterName:
      return refuse(Refusal::Name);
    case Place::BeforeValue:
    case Place::Unquoted:
      return refuse(Refusal::Unquoted);
    case Place::Value:
      return escape_in_value(c);
    case Place::Comment:
      return refuse(Refusal::Comment);
    case Place::Declaration:
    case Place::Instruction:
      return refuse(Refusal::Declaration);
    case Place::Cdata:
      return refuse(Refusal::Cdata);
    case Place::Rcdata:
      return {Escape::Rcdata};
    case Place::Raw:
      return refuse(Refusal::Raw);
    case Place::Script:
      return escape_in_script(c, Escape::Script);
    case Place::Style:
      return escape_in_style(c);
  }
  return refuse(Refusal::Raw);
}

PageContext behind_value(PageContext c) {
  bool script = c.place == Place::Script || c.attribute == Attribute::Script;
  if (script && c.script == Script::Code) c.slash = Slash::Divide;
  if (c.attribute == Attribute::Content) c.flags |= kContentPrinted;
  if (has_url(c) && c.url == Url::Start) c.url = Url::Scheme;
  if (c.place == Place::BeforeValue) c.place = Place::Unquoted;
  if (c.place == Place::EndTagOpen) c.flags |= kClosing;
  if (in_tag(c) || c.place == Place::TagOpen || c.place == Place::EndTagOpen) c.place = Place::AfterName;
  return c;
}

PageContext block_begin(PageContext c) {
  if (in_tag(c)) c.place = Place::AfterName;
  return c;
}

PageContext behind_block(PageContext c) {
  bool script = c.place == Place::Script || c.attribute == Attribute::Script;
  if (script && c.script == Script::Code) c.slash = Slash::Unknown;
  if (has_url(c) && c.url <= Url::Fragment) c.url = Url::Scheme;
  return block_begin(c);
}

bool can_be_block(const PageContext& begin, const PageContext& end) {
  PageContext joined;
  bool urls = begin.url == end.url || (begin.url <= Url::Fragment && end.url <= Url::Fragment);
  return join(begin, end, joined) && urls && begin.script == end.script && begin.style == end.style &&
         begin.flags == end.flags;
}

bool join(const PageContext& a, const PageContext& b, PageContext& joined) {
  constexpr uint8_t kEither = kRefresh | kContentPrinted | kScriptComment | kImport;
  joined = a;
  joined.flags = a.flags | (b.flags & kEither);
  if (in_tag(a) && in_tag(b) && a.place != b.place) joined.place = Place::AfterName;
  joined.url = join_urls(a.url, b.url);
  if (a.slash != b.slash) joined.slash = Slash::Unknown;
  if (a.script != b.script) {
    joined.script = Script::Lost;
    joined.slash = Slash::Unknown;
  }
  if (a.style != b.style) joined.style = Style::Lost;
  bool same_place = a.place == b.place || (in_tag(a) && in_tag(b));
  return same_place && a.element == b.element && a.attribute == b.attribute && a.quote == b.quote &&
         (a.flags & ~kEither) == (b.flags & ~kEither);
}

bool gives_markup(const PageContext& c) {
  Escape escape = escape_in(c).escape;
  return c.place == Place::Text || escape == Escape::Attribute || escape == Escape::Rcdata;
}

PlaceName name_of(const PageContext& c) {
  switch (c.place) {
    case Place::Free:
      return {"不是网页的文件里", "in a file that is no page"};
    case Place::Text:
      return {"文字里", "in text"};
    case Place::TagOpen:
    case Place::EndTagOpen:
      return {"`<` 后面", "behind `<`"};
    case Place::InTag:
    case Place::AfterName:
      return {"标签里", "inside of a tag"};
    case Place::BeforeValue:
    case Place::Unquoted:
      return {"没有引号的属性值里", "in an attribute value without quotes"};
    case Place::Value:
      if (c.attribute == Attribute::Url) return {"网址属性里", "in an attribute that is an address"};
      if (c.attribute == Attribute::Script)
        return {"事件属性（如 onclick）里", "in an attribute such as onclick"};
      if (c.attribute == Attribute::Style) return {"style 属性里", "in a style attribute"};
      return {"属性值里", "in an attribute's value"};
    case Place::Comment:
      return {"注释里", "in a comment"};
    case Place::Declaration:
    case Place::Instruction:
      return {"声明里", "in a declaration"};
    case Place::Cdata:
      return {"CDATA 里", "in a CDATA section"};
    case Place::Rcdata:
      return c.element == Element::Title ? PlaceName{"`<title>` 里", "in `<title>`"}
                                         : PlaceName{"`<textarea>` 里", "in `<textarea>`"};
    case Place::Raw:
      return name_of(Refusal::Raw);
    case Place::Script:
      return {"`<script>` 里", "in `<script>`"};
    case Place::Style:
      return {"`<style>` 里", "in `<style>`"};
  }
  return {};
}

namespace {

struct RefusalText {
  PlaceName name, hint;
};

/// By Refusal.
constexpr std::array<RefusalText, 17> kRefusals = {{
    {{"", ""}, {"", ""}},
    {{"标签里引号以外的地方", "inside of a tag, outside of quotes"},
     {"标签名和属性名要直接写出来，例如 `{% if big %}<h2>{% else %}<h3>{% endif %}`、`{% if x %} checked{% "
      "endif %}`",
      "write the names of tags and attributes themselves, as in `{% if big %}<h2>{% else %}<h3>{% endif %}` "
      "or `{% if x %} "
      "checked{% endif %}`"}},
    {{"没有引号的属性值里", "in an attribute value without quotes"},
     {"给属性值加上引号：`class=\"{{ x }}\"`", "put quotes around the value: `class=\"{{ x }}\"`"}},
    {{"注释里", "in a comment"},
     {"不想让读者看到的内容用 `{# … #}`", "use `{# … #}` for what readers are not to see"}},
    {{"声明里", "in a declaration"}, {"把这一行直接写出来", "write this line itself"}},
    {{"CDATA 里", "in a CDATA section"},
     {"去掉 CDATA，值会自动转义", "leave the CDATA out; values are escaped"}},
    {{"程序不解释的元素里（如 iframe、类型不明的 script）",
      "in an element that is not read (iframe, a script of an unknown type)"},
     {"数据放在 `<script type=\"application/json\">` 或 data- 属性里",
      "put data into `<script type=\"application/json\">` or a data- attribute"}},
    {{"script 的 type、http-equiv 一类决定别的值含义的属性里",
      "in an attribute that decides what others mean, such as type or http-equiv"},
     {"把它直接写出来", "write it itself"}},
    {{"srcdoc 里", "in srcdoc"}, {"用 src 指向另一个页面", "point to another page with src"}},
    {{"这样开头的网址里", "in an address that begins like this"},
     {"网址不能以 javascript: 一类开头；要运行脚本，请写在 `<script>` 里",
      "addresses cannot begin with javascript: and the like; put scripts into `<script>`"}},
    {{"刷新标签的 `url=` 前面", "before the `url=` of a refresh"},
     {"秒数直接写出来：`content=\"5; url={{ x }}\"`",
      "write the seconds themselves: `content=\"5; url={{ x }}\"`"}},
    {{"脚本的这个地方，程序看不出这里是代码还是正则表达式",
      "here: it is not clear what this part of the script is"},
     {"在 script 开头先写 `var x = {{ x }};`，后面用 x",
      "begin the script with `var x = {{ x }};` and use x below"}},
    {{"脚本的注释里", "in a comment of a script"},
     {"去掉注释，或改用 `{# … #}`", "take the comment away, or use `{# … #}`"}},
    {{"模板字符串（反引号）里", "in a template literal (backquotes)"},
     {"先写 `var x = {{ x }};`，再在反引号里用 `${x}`",
      "write `var x = {{ x }};` first, then `${x}` in the backquotes"}},
    {{"正则表达式里", "in a regular expression"},
     {"先写 `var x = {{ x }};`，再用 new RegExp", "write `var x = {{ x }};` first and use new RegExp"}},
    {{"样式的这个地方", "in this part of a style sheet"},
     {"值只能放在冒号后面、引号里或 `url(…)` 里",
      "a value can stand behind a colon, in quotes, or in `url(…)`"}},
    {{"文字以外的递归循环里", "in a recursive loop outside of text"},
     {"用宏代替递归循环", "write a macro instead of the recursive loop"}},
}};

}  // namespace

PlaceName name_of(Refusal refusal) { return kRefusals[static_cast<size_t>(refusal)].name; }
PlaceName hint_of(Refusal refusal) { return kRefusals[static_cast<size_t>(refusal)].hint; }

PlaceName name_of(Fault fault) {
  switch (fault) {
    case Fault::SplitName:
      return {"标签名或属性名", "the name of a tag or attribute"};
    case Fault::SplitMarkup:
      return {"结束标签或注释的记号", "the mark of an end tag or comment"};
    case Fault::SplitReference:
      return {"字符引用", "a character reference"};
    case Fault::SplitType:
      return {"type 或 http-equiv 的值", "the value of type or http-equiv"};
    case Fault::LateRefresh:
      return {"写在 http-equiv 前面的 content 里", "in a content that stands before its http-equiv"};
    case Fault::LateScheme:
      return {"网址的协议（冒号前面的部分）里", "in the scheme of an address, before its colon"};
    case Fault::ScriptInScript:
      return {"含有 `<!--` 和 `<script` 的脚本里", "in a script that has `<!--` and `<script`"};
  }
  return {};
}

PlaceName hint_of(Fault fault) {
  switch (fault) {
    case Fault::LateRefresh:
      return {"把 http-equiv 写在 content 前面", "write http-equiv before content"};
    case Fault::LateScheme:
      return {"协议直接写出来，或把整个网址作为一个值",
              "write the scheme itself, or let the whole address be one value"};
    case Fault::ScriptInScript:
      return {"去掉脚本里的 `<!--`", "take the `<!--` out of the script"};
    default:
      return {};
  }
}

}  // namespace herald::tmpl
