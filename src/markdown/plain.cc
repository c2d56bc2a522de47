#include "base/utf8.h"
#include "markdown/html.h"

namespace herald::markdown {

std::string plain_html(const Fragment& fragment) {
  std::string out;
  size_t at = 0;
  for (const Hole& hole : fragment.holes) {
    out.append(fragment.html, at, hole.offset - at);
    at = hole.offset;
    if (hole.kind == Hole::Kind::Directive) {
      out += plain_html(plain_directive(fragment.directives[hole.index]));
      continue;
    }
    const std::string& target = fragment.targets[hole.index];
    if (hole.kind == Hole::Kind::Value) {
      out += "{{ ";
      base::append_escaped(out, target);
      out += " }}";
    } else if (hole.kind == Hole::Kind::LinkTarget || hole.kind == Hole::Kind::ImageTarget) {
      base::append_escaped(out, is_safe_address(target) ? target : "#");
    }
  }
  out.append(fragment.html, at);
  return out;
}

}  // namespace herald::markdown
