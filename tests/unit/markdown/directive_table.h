#pragma once
// A table of directives for tests: each kind of content and each type of setting once.

#include <array>

#include "markdown/directives.h"

namespace herald::markdown::test {

inline constexpr std::array kPictureSettings = {
    SettingDefinition{.name = "title", .label = "标题"},
    SettingDefinition{
        .name = "columns", .label = "列数", .type = SettingType::Number, .least = 1, .most = 4}};
inline constexpr std::array kFileSettings = {
    SettingDefinition{.name = "file", .label = "文件", .type = SettingType::File, .required = true},
    SettingDefinition{.name = "title", .label = "标题"},
    SettingDefinition{.name = "link", .label = "链接", .type = SettingType::Link}};
inline constexpr std::array kCallSettings = {
    SettingDefinition{.name = "number", .label = "号码", .type = SettingType::Phone, .required = true},
    SettingDefinition{.name = "name", .label = "名称"}};
inline constexpr std::array kTitleSettings = {SettingDefinition{.name = "title", .label = "标题"}};

inline constexpr std::array kTestDirectives = {DirectiveDefinition{.name = "gallery",
                                                                   .label = "图集",
                                                                   .others = "相册|图片集",
                                                                   .content = DirectiveContent::Pictures,
                                                                   .text_setting = "title",
                                                                   .settings = kPictureSettings},
                                               DirectiveDefinition{.name = "download",
                                                                   .label = "下载",
                                                                   .in_line = true,
                                                                   .text_setting = "title",
                                                                   .settings = kFileSettings},
                                               DirectiveDefinition{.name = "hotline",
                                                                   .label = "热线",
                                                                   .in_line = true,
                                                                   .text_setting = "name",
                                                                   .settings = kCallSettings},
                                               DirectiveDefinition{.name = "steps",
                                                                   .label = "步骤",
                                                                   .content = DirectiveContent::Items,
                                                                   .text_setting = "title",
                                                                   .settings = kTitleSettings},
                                               DirectiveDefinition{.name = "figures",
                                                                   .label = "数据",
                                                                   .content = DirectiveContent::Pairs,
                                                                   .text_setting = "title",
                                                                   .settings = kTitleSettings},
                                               DirectiveDefinition{.name = "box", .label = "方框"}};

}  // namespace herald::markdown::test
