#include "publish/look.h"

#include <doctest/doctest.h>

#include "publish/publish.h"
#include "site.h"

using namespace herald;
using namespace herald::publish;
using namespace herald::publish::testing;

namespace {

/// kSite with settings for a web server, whose name begins with a dot.
std::map<std::string, std::string> hidden_site() {
  auto site = kSite;
  site[".htaccess"] = "Redirect";
  return site;
}

std::vector<std::pair<base::Code, std::string>> told(const Report& report) {
  std::vector<std::pair<base::Code, std::string>> all;
  for (const base::Diagnostic& one : report.diagnostics.all())
    all.emplace_back(one.code, one.arguments.empty() ? "" : one.arguments[0]);
  return all;
}

}  // namespace

TEST_CASE("a file with a dot that a host does not list is in our way all the same") {
  for (const bool hides : {false, true}) {
    Office office;
    office.host.hides_dot_names = hides;
    office.host.files[".htaccess"] = "Require valid-user";
    const Report refused = office.publish(hidden_site());
    CHECK(refused.ending == Ending::Refused);
    CHECK(told(refused) ==
          std::vector<std::pair<base::Code, std::string>>{{base::Code::PublishForeign, ".htaccess"}});
    CHECK(office.host.files[".htaccess"] == "Require valid-user");

    office.host.files[".htaccess"] = "Redirect";  // our own bytes
    CHECK(office.publish(hidden_site()).ending == Ending::Done);
    office.host.files.erase(".htaccess");
  }
  Office office;
  office.host.hides_dot_names = true;
  CHECK(office.publish(hidden_site()).ending == Ending::Done);
  CHECK(office.host.files[".htaccess"] == "Redirect");
}

TEST_CASE("an audit goes on behind a file that cannot be read") {
  Office office;
  (void)office.publish(kSite);
  office.host.unreadable.insert("2026/a.html");
  office.host.files["index.html"] = "defaced";
  office.options.task = Task::Audit;
  const Report report = office.publish(kSite);
  CHECK(report.ending == Ending::Differs);
  CHECK(told(report) ==
        std::vector<std::pair<base::Code, std::string>>{{base::Code::AuditUnreadable, "2026/a.html"},
                                                        {base::Code::AuditChanged, "index.html"}});
}
