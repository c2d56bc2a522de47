#include "build/theme.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/hash.h"
#include "base/suggest.h"
#include "build/load.h"
#include "value/json.h"

namespace herald::build {
namespace {

using base::Code;
using base::Diagnostics;
using model::Theme;

/// A file of a theme, wherever it came from. `path` is relative to the theme's folder.
struct ThemeFile {
  std::string path;
  std::string bytes;
  std::string shown;  ///< What diagnostics call it.
};

std::vector<ThemeFile> embedded_files() {
  std::vector<ThemeFile> files;
  for (const EmbeddedFile& file : embedded_theme()) {
    files.push_back(
        {std::string(file.path), std::string(file.bytes), fmt::format("themes/default/{}", file.path)});
  }
  return files;
}

std::vector<ThemeFile> files_of_folder(const io::Disk& disk, const std::string& folder,
                                       const std::string& name, Diagnostics& diagnostics) {
  std::vector<ThemeFile> files;
  for (const io::FileInfo& info : disk.walk(folder, {}, diagnostics).files) {
    auto bytes = disk.read(folder + "/" + info.path);
    if (!bytes) {
      diagnostics.add(bytes.error());
      continue;
    }
    files.push_back({info.path, std::move(*bytes), fmt::format("themes/{}/{}", name, info.path)});
  }
  return files;
}

/// "assets/css/site.css" with its bytes' hash -> "theme/site.0a1b2c3d.css"
std::string asset_output(std::string_view path, std::string_view bytes) {
  std::string_view name = path.substr(path.rfind('/') + 1);
  size_t dot = name.rfind('.');
  std::string_view stem = dot == std::string_view::npos ? name : name.substr(0, dot);
  std::string_view ending = dot == std::string_view::npos ? std::string_view() : name.substr(dot);
  // The path counts too: two empty files of one name in two folders stay two.
  uint64_t hash = base::hash64(bytes, base::hash64(path));
  return fmt::format("theme/{}.{}{}", stem, base::hex(hash, 8), ending);
}

void add_strings(Theme& theme, const ThemeFile& file, Diagnostics& diagnostics) {
  Theme::Strings strings;
  std::string_view name = std::string_view(file.path).substr(std::string_view("strings/").size());
  strings.language = name.substr(0, name.rfind('.'));
  strings.source = {file.shown, text_of_bytes(file.bytes, file.shown, diagnostics)};
  base::Span whole{0, static_cast<uint32_t>(strings.source.text.size())};
  strings.table = value::parse_json(strings.source, whole, *theme.arena, diagnostics);
  for (Theme::Strings& there : theme.strings) {
    if (there.language != strings.language) continue;
    // Of an extended theme: entries of its own come first, the others are added.
    value::MapBuilder merged;
    if (strings.table.is(value::Type::Map)) {
      for (const value::Entry& entry : strings.table.entries()) merged.set(entry.key, entry.value);
    }
    for (const value::Entry& entry : there.table.entries()) merged.set(entry.key, entry.value);
    there.table = merged.build(*theme.arena);
    return;
  }
  if (!strings.table.is(value::Type::Map)) strings.table = value::Value::map({});
  theme.strings.push_back(std::move(strings));
}

/// Adds what `theme` does not have yet of `files`.
void add_files(Theme& theme, std::vector<ThemeFile> files, Diagnostics& diagnostics) {
  for (ThemeFile& file : files) {
    if (file.path.starts_with("templates/")) {
      std::string name = file.path.substr(std::string_view("templates/").size());
      bool there = std::any_of(theme.templates.begin(), theme.templates.end(),
                               [&](const auto& t) { return t.name == name; });
      if (!there)
        theme.templates.push_back(
            {std::move(name), {file.shown, text_of_bytes(std::move(file.bytes), file.shown, diagnostics)}});
    } else if (file.path.starts_with("assets/")) {
      std::string path = file.path.substr(std::string_view("assets/").size());
      bool there = std::any_of(theme.assets.begin(), theme.assets.end(),
                               [&](const auto& a) { return a.path == path; });
      if (there) continue;
      std::string output = asset_output(path, file.bytes);
      theme.assets.push_back({std::move(path), std::move(file.bytes), std::move(output)});
    } else if (file.path.starts_with("strings/") && file.path.ends_with(".json")) {
      add_strings(theme, file, diagnostics);
    }
  }
}

/// Whether theme.json says that what is missing comes from the default theme.
bool extends_default(const std::vector<ThemeFile>& files, value::Arena& arena, Diagnostics& diagnostics) {
  for (const ThemeFile& file : files) {
    if (file.path != "theme.json") continue;
    base::Source source{file.shown, text_of_bytes(file.bytes, file.shown, diagnostics)};
    base::Span whole{0, static_cast<uint32_t>(source.text.size())};
    value::Value settings = value::parse_json(source, whole, arena, diagnostics);
    if (settings.is(value::Type::Map)) return settings.get("extends").text_or_empty() == "default";
    if (!settings.is_undefined())
      diagnostics.add(Code::ThemeFile, base::place_of_file(file.shown), {file.shown, "{ … }"});
    return true;  // Else each template that may come from there would be told as missing on top.
  }
  return false;
}

std::vector<std::string> theme_names(const io::Disk& disk, const std::string& folder) {
  std::vector<std::string> names = {"default"};
  Diagnostics ignored;  // no themes folder is no error
  for (const io::FileInfo& file : disk.walk(folder, {}, ignored).files) {
    std::string name = file.path.substr(0, file.path.find('/'));
    if (name != file.path && std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(std::move(name));
  }
  return names;
}

void report_missing(const model::Config& config, const std::vector<std::string>& known,
                    Diagnostics& diagnostics) {
  value::Value written = config.values.get("theme");
  base::Place place = base::place_of_file("site.json");
  if (written.has_position())
    place = base::place_of(
        config.source,
        {written.position(), written.position() + static_cast<uint32_t>(config.theme.size()) + 2});
  base::Diagnostic& missing = diagnostics.add(Code::ThemeMissing, place, {config.theme});
  std::vector<std::string_view> views(known.begin(), known.end());
  std::string_view near = base::nearest(config.theme, views);
  if (!near.empty()) missing.notes.push_back({Code::DidYouMean, {}, {std::string(near)}, {}});
}

}  // namespace

model::Theme load_theme(const io::Disk& disk, const std::string& site_folder, const model::Config& config,
                        Diagnostics& diagnostics) {
  const std::string& name = config.theme;
  Theme theme;
  theme.name = name;
  theme.arena = std::make_shared<value::Arena>();
  std::string themes = site_folder.empty() || site_folder == "." ? "themes" : site_folder + "/themes";
  auto folder = io::join_below(themes, name);
  auto info = folder ? disk.stat(*folder) : base::Result<io::FileInfo>(folder.error());
  if (!info && info.error().code == Code::FileUnreadable) diagnostics.add(info.error());
  bool embedded = true;
  if (info && info->directory && !name.empty()) {
    std::vector<ThemeFile> files = files_of_folder(disk, *folder, name, diagnostics);
    embedded = extends_default(files, *theme.arena, diagnostics);
    add_files(theme, std::move(files), diagnostics);
  } else if (name != "default") {
    report_missing(config, theme_names(disk, themes), diagnostics);
  }
  if (embedded) add_files(theme, embedded_files(), diagnostics);
  std::sort(theme.templates.begin(), theme.templates.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  std::sort(theme.assets.begin(), theme.assets.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  std::sort(theme.strings.begin(), theme.strings.end(),
            [](const auto& a, const auto& b) { return a.language < b.language; });
  return theme;
}

}  // namespace herald::build
