#include "build/schemas.h"

#include "campaign/kinds.h"
#include "campaign/schema.h"

namespace herald::build {
namespace {

base::Status write_schema(io::Disk& disk, const std::string& site_folder,
                          const campaign::Definitions& definitions, model::KindRef kind,
                          std::string_view help) {
  const std::string name(model::name_of(definitions.table(), kind));
  std::string description(definitions.label(kind));
  if (!help.empty()) description.append("\n").append(help);
  const auto written = disk.write(site_folder + "/.herald/schema/" + name + ".schema.json",
                                  campaign::json_schema(definitions.fields(kind), name, description));
  if (!written) return written.error();
  return base::Done{};
}

}  // namespace

base::Status write_kind_schemas(io::Disk& disk, const std::string& site_folder, const model::Config& config) {
  const campaign::Definitions definitions(config.kinds);
  for (size_t i = 0; i < model::kKindCount; i++) {
    if (config.kinds.further[i].empty()) continue;
    const auto kind = static_cast<model::Kind>(i);
    const auto written = write_schema(disk, site_folder, definitions, {kind, model::kNotOwn},
                                      campaign::definition_of(kind).help_zh);
    if (!written) return written.error();
  }
  for (uint32_t i = 0; i < config.kinds.own.size(); i++) {
    const model::OwnKind& own = config.kinds.own[i];
    if (auto written = write_schema(disk, site_folder, definitions, {own.extends, i}, own.help_zh); !written)
      return written.error();
  }
  return base::Done{};
}

}  // namespace herald::build
