#include "campaign/shares.h"

#include "helpers.h"

namespace herald::campaign::test {
namespace {

void check_shares(std::string_view text, std::string_view expected, std::string_view diagnostics = "") {
  CAPTURE(text);
  base::Diagnostics found;
  const base::Source source{"a.md", std::string(text)};
  std::string all;
  for (const Share& share : find_shares(source, {0, static_cast<uint32_t>(text.size())}, {}, found)) {
    all += (all.empty() ? "" : " / ") + share.url + "|" + share.access_code;
  }
  CHECK(all == expected);
  CHECK(codes(found) == diagnostics);
}

}  // namespace

TEST_CASE("share text is read as netdisks copy it") {
  check_shares("链接：https://pan.baidu.com/s/1aB_c-d 提取码：ab12", "https://pan.baidu.com/s/1aB_c-d|ab12");
  check_shares("链接: https://pan.baidu.com/s/1a 提取码: ab12 复制这段内容后打开网盘",
               "https://pan.baidu.com/s/1a|ab12");
  check_shares("链接：https://pan.baidu.com/s/1a \n提取码：ab12 \n", "https://pan.baidu.com/s/1a|ab12");
  check_shares("链接：https://pan.baidu.com/s/1a \n\n提取码：ab12 \n", "https://pan.baidu.com/s/1a|ab12");
  check_shares("链接：https://pan.baidu.com/s/1a，提取码 ab12。", "https://pan.baidu.com/s/1a|ab12");
  check_shares("https://pan.baidu.com/s/1a?pwd=ab12", "https://pan.baidu.com/s/1a?pwd=ab12|ab12");
  check_shares("[下载](https://pan.baidu.com/s/1a)（提取码为 ab12）", "https://pan.baidu.com/s/1a|ab12");
  check_shares("<https://pan.baidu.com/s/1a> 密码：**ab12**", "https://pan.baidu.com/s/1a|ab12");
  check_shares("提取码：ab12，链接：https://pan.baidu.com/s/1a", "https://pan.baidu.com/s/1a|ab12");
  check_shares("链接：https://cloud.189.cn/t/1a（访问码：x9y8）", "https://cloud.189.cn/t/1a|x9y8");
}

TEST_CASE("an unknown host with a code is a share, without one it is a link") {
  check_shares("https://pan.example/s/1 提取码：yq26", "https://pan.example/s/1|yq26");
  check_shares("见 https://www.example.cn/a.html 。", "");
}

TEST_CASE("several shares keep their own codes") {
  check_shares("甲 https://pan.baidu.com/s/1a 提取码：aaaa\n乙 https://pan.baidu.com/s/1b 提取码：bbbb\n",
               "https://pan.baidu.com/s/1a|aaaa / https://pan.baidu.com/s/1b|bbbb");
  check_shares("https://pan.baidu.com/s/1a 提取码：aaaa\n\nhttps://pan.baidu.com/s/1a 提取码：aaaa\n",
               "https://pan.baidu.com/s/1a|aaaa");
}

TEST_CASE("a share without its code is told at the address") {
  check_shares("链接：https://pan.baidu.com/s/1a", "https://pan.baidu.com/s/1a|", "1:4 share-no-code");
  check_shares("链接：https://pan.baidu.com/s/1a\n\n\n另一段，提取码：ab12", "https://pan.baidu.com/s/1a|",
               "1:4 share-no-code");
  check_shares("链接：https://pan.baidu.com/s/1a 提取码：ab", "https://pan.baidu.com/s/1a|",
               "1:4 share-no-code");
  check_shares("https://pan.quark.cn/s/1a", "https://pan.quark.cn/s/1a|");
}

TEST_CASE("rows of tables are left to their readers, broken addresses to nobody") {
  check_shares("| 资料 | https://pan.baidu.com/s/1a |\n", "");
  check_shares("http", "");
  check_shares("http://", "");
  check_shares("", "");
}

TEST_CASE("what stands beside a share is told from what netdisks put around it") {
  const auto check = [](std::string_view text, std::string_view words) {
    CAPTURE(text);
    CHECK(words_beside_shares(text, std::vector<std::string>{"https://pan.baidu.com/s/1a"}) == words);
  };
  check("链接：https://pan.baidu.com/s/1a 提取码：ab12", "");
  check(
      "链接: https://pan.baidu.com/s/1a 提取码: ab12 复制这段内容后打开百度网盘手机App，操作更方便哦\n"
      "--来自百度网盘超级会员V5的分享",
      "");
  check("[百度网盘下载](https://pan.baidu.com/s/1a)（访问码为 ab12）。", "");
  check("<https://pan.baidu.com/s/1a> 密码：**ab12**，有效期至2026年12月31日", "");
  check(
      "https://pan.baidu.com/s/1a 点击链接保存，或者复制本段内容，打开「阿里云盘」APP ，无需下载极速在线查看",
      "");
  check("张贴一张，链接：https://pan.baidu.com/s/1a 提取码：ab12 张贴后请拍照上报。",
        "张贴一张，链接\n张贴后请拍照上报");
  check("https://pan.baidu.com/s/1a（7月31日前有效，先登录）", "7月31日前有效，先登录");
  check("https://pan.baidu.com/s/1a 有效期：7天", "有效期：7天");
  check("另见 https://www.example.cn/a 。", "另见 https://www.example.cn/a");
  check("", "");
}

TEST_CASE("what a netdisk says of its share is left out of a summary, and the sentences around it stay") {
  const auto check = [](std::string_view paragraph, std::string_view left) {
    CAPTURE(paragraph);
    CHECK(without_shares(paragraph) == left);
  };
  check("一张海报，贴在楼道里", "一张海报，贴在楼道里");
  check("见 https://www.example.cn/a 的说明。", "见 https://www.example.cn/a 的说明。");
  check("链接：https://pan.baidu.com/s/1a 提取码：ab12", "");
  check("提取码：ab12", "");
  check("提取码：ab12 复制这段内容后打开网盘手机App，操作更方便哦", "");
  check("两部短片。链接：https://pan.baidu.com/s/1a\n提取码：ab12\n--来自网盘会员的分享", "两部短片。");
  check("两部短片！下载见 https://cloud.189.cn/t/x 。放完请登记。", "两部短片！放完请登记。");
  check("", "");
}

}  // namespace herald::campaign::test
