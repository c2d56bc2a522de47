#include "campaign/directives.h"

#include <array>

namespace herald::campaign {
namespace {

using markdown::DirectiveContent;
using markdown::DirectiveDefinition;
using markdown::SettingDefinition;
using markdown::SettingType;

constexpr SettingDefinition kTitle{
    .name = "title",
    .label = "标题",
    .help_zh = "显示在上方；也可以写在名称后面的方括号里",
    .help_en = "shown above; may also stand in square brackets behind the name"};

constexpr std::array kGallery = {
    kTitle,
    SettingDefinition{.name = "columns",
                      .label = "列数",
                      .type = SettingType::Number,
                      .least = 1,
                      .most = 4,
                      .help_zh = "宽屏上一行几张，1 到 4，不写就按屏幕宽度排",
                      .help_en = "pictures beside each other on a wide screen, 1 to 4; by the screen's width "
                                 "where it is not stated"},
};

constexpr SettingDefinition kPoster{.name = "poster",
                                    .label = "封面",
                                    .type = SettingType::File,
                                    .help_zh = "播放前显示的图片",
                                    .help_en = "the picture shown before it plays"};
constexpr SettingDefinition kCaptions{.name = "captions",
                                      .label = "字幕",
                                      .type = SettingType::File,
                                      .help_zh = "WebVTT 字幕文件（.vtt）",
                                      .help_en = "a WebVTT file (.vtt)"};

constexpr std::array kVideo = {SettingDefinition{.name = "file",
                                                 .label = "文件",
                                                 .type = SettingType::File,
                                                 .required = true,
                                                 .help_zh = "页面旁边的视频文件（MP4 或 WebM）",
                                                 .help_en = "the film beside the page (MP4 or WebM)"},
                               kTitle, kPoster, kCaptions};

constexpr std::array kAudio = {
    SettingDefinition{.name = "file",
                      .label = "文件",
                      .type = SettingType::File,
                      .required = true,
                      .help_zh = "页面旁边的音频文件（MP3、M4A 或 Ogg）",
                      .help_en = "the recording beside the page (MP3, M4A or Ogg)"},
    kTitle, kCaptions};

constexpr std::array kDownload = {
    SettingDefinition{.name = "file",
                      .label = "文件",
                      .type = SettingType::File,
                      .required = true,
                      .help_zh = "页面旁边的附件，大小和格式由程序填写",
                      .help_en = "the attachment beside the page; its size and format are filled in"},
    SettingDefinition{.name = "title",
                      .label = "标题",
                      .help_zh = "不写就用文件名；也可以写在名称后面的方括号里",
                      .help_en = "the file's name where it is not stated; may stand in square brackets"},
    SettingDefinition{.name = "note", .label = "说明", .help_zh = "一句话", .help_en = "one sentence"},
};

constexpr std::array kShare = {
    SettingDefinition{.name = "link",
                      .label = "链接",
                      .type = SettingType::Link,
                      .required = true,
                      .help_zh = "网盘的分享地址",
                      .help_en = "the address of the shared files"},
    SettingDefinition{.name = "code",
                      .label = "提取码",
                      .help_zh = "网盘给的提取码",
                      .help_en = "the code that the host asks for"},
    SettingDefinition{.name = "title",
                      .label = "标题",
                      .help_zh = "里面有什么；也可以写在名称后面的方括号里",
                      .help_en = "what is in it; may stand in square brackets"},
    SettingDefinition{.name = "until",
                      .label = "有效期",
                      .help_zh = "链接到什么时候为止",
                      .help_en = "until when it works"},
};

constexpr std::array kEvent = {
    SettingDefinition{.name = "page",
                      .label = "活动",
                      .type = SettingType::Link,
                      .required = true,
                      .help_zh = "活动页面的路径，例如 `../events/咨询日.md`；时间和地点由程序填写",
                      .help_en =
                          "the path of the event's page, such as `../events/open-day.md`; its time and "
                          "place are filled in"},
    SettingDefinition{.name = "title",
                      .label = "标题",
                      .help_zh = "不写就用页面的标题；也可以写在名称后面的方括号里",
                      .help_en = "the page's title where it is not stated; may stand in square brackets"},
};

constexpr std::array kHotline = {
    SettingDefinition{.name = "number",
                      .label = "号码",
                      .type = SettingType::Phone,
                      .required = true,
                      .help_zh = "电话号码，手机上点一下就能拨打",
                      .help_en = "the telephone number; a tap on it calls"},
    SettingDefinition{.name = "name",
                      .label = "名称",
                      .help_zh = "也可以写在名称后面的方括号里",
                      .help_en = "may stand in square brackets behind the directive's name"},
    SettingDefinition{
        .name = "hours", .label = "时间", .help_zh = "什么时候有人接听", .help_en = "when it is answered"},
};

constexpr std::array kTitled = {kTitle};

constexpr std::array kDirectives = {
    DirectiveDefinition{
        .name = "gallery",
        .label = "图集",
        .others = "相册|图片集",
        .content = DirectiveContent::Pictures,
        .text_setting = "title",
        .settings = kGallery,
        .help_zh = "几张图片排成网格，图片的标题（没有就是说明文字）显示在下面",
        .help_en = "pictures in a grid, each with its title (or else its alternative text) below",
        .example = ":::图集 {列数=2}\n![楼道清理前](前.jpg)\n![楼道清理后](后.jpg)\n:::"},
    DirectiveDefinition{
        .name = "video",
        .label = "视频",
        .others = "影片",
        .in_line = true,
        .text_setting = "title",
        .settings = kVideo,
        .help_zh = "视频，里面的文字作为文字稿",
        .help_en = "a film; what is in it is its transcript",
        .example = ":::视频[用电安全三分钟] {文件=用电.mp4 封面=用电.jpg 字幕=用电.vtt}\n画面：……\n:::"},
    DirectiveDefinition{.name = "audio",
                        .label = "音频",
                        .others = "录音",
                        .in_line = true,
                        .text_setting = "title",
                        .settings = kAudio,
                        .help_zh = "音频，里面的文字作为文字稿",
                        .help_en = "a recording; what is in it is its transcript",
                        .example = ":音频[广播稿]{文件=广播.mp3}"},
    DirectiveDefinition{.name = "download",
                        .label = "下载",
                        .others = "附件",
                        .in_line = true,
                        .text_setting = "title",
                        .settings = kDownload,
                        .help_zh = "下载卡片：名称、格式、大小",
                        .help_en = "a card to download from: name, format, size",
                        .example = ":下载[自查表]{文件=自查表.docx 说明=打印后填写}"},
    DirectiveDefinition{.name = "share",
                        .label = "网盘",
                        .others = "分享|网盘分享",
                        .in_line = true,
                        .text_setting = "title",
                        .settings = kShare,
                        .help_zh = "网盘链接和提取码",
                        .help_en = "a link to shared files and its code",
                        .example = ":网盘[海报源文件]{链接=https://pan.example.cn/s/1a2b 提取码=7k3m}"},
    DirectiveDefinition{.name = "event",
                        .label = "活动卡",
                        .others = "活动",
                        .in_line = true,
                        .text_setting = "title",
                        .settings = kEvent,
                        .help_zh = "一场活动的时间、地点和链接",
                        .help_en = "an event's time, place and link",
                        .example = ":活动卡{活动=../events/咨询日.md}"},
    DirectiveDefinition{.name = "hotline",
                        .label = "热线",
                        .others = "电话",
                        .in_line = true,
                        .text_setting = "name",
                        .settings = kHotline,
                        .help_zh = "能直接拨打的电话",
                        .help_en = "a telephone number to call",
                        .example = ":热线[街道值班室]{号码=0571-55501234 时间=全天}"},
    DirectiveDefinition{.name = "steps",
                        .label = "步骤",
                        .others = "流程",
                        .content = DirectiveContent::Items,
                        .text_setting = "title",
                        .settings = kTitled,
                        .help_zh = "列表的每一项是一步",
                        .help_en = "each item of a list is one step",
                        .example = ":::步骤[怎样报名]\n1. 填表\n2. 交到社区\n3. 等电话\n:::"},
    DirectiveDefinition{.name = "figures",
                        .label = "数据",
                        .others = "关键数字|数字",
                        .content = DirectiveContent::Pairs,
                        .text_setting = "title",
                        .settings = kTitled,
                        .help_zh = "大号数字，每一项写成“数字：说明”",
                        .help_en = "large figures; each item reads `figure: what it is`",
                        .example = ":::数据\n- 1200人次：参加现场活动\n- 36处：当场改好的隐患\n:::"},
    DirectiveDefinition{.name = "timeline",
                        .label = "时间轴",
                        .others = "大事记|时间线",
                        .content = DirectiveContent::Pairs,
                        .text_setting = "title",
                        .settings = kTitled,
                        .help_zh = "按时间排的事，每一项写成“日期：事情”",
                        .help_en = "what happened when; each item reads `date: event`",
                        .example = ":::时间轴\n- 5月20日：方案印发\n- 6月1日：活动启动\n:::"},
};

}  // namespace

markdown::DirectiveTable directives() { return kDirectives; }

}  // namespace herald::campaign
