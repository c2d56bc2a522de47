#!/usr/bin/env python3
"""Writes a site of N notices to measure with.

    generate.py N DIR           a site.json and content/2026/notices/ with N pages
    generate.py --edit FILE R   changes the text of one page; R is any number

Notices of an invented street office: 5.3 KB on average, one in 20 of 15 KB, one in 5 with a table; with numbered headings, lists,
task lists, quotations, links to earlier notices and bare addresses. Notice i depends on i alone, so that a small site is the
beginning of a larger one, and everyone measures the same bytes.
"""
import argparse
import datetime
import os
import random
import re

SIZE_SMALL = 4280    # bytes of text in 19 of 20, give or take SIZE_SPREAD; with the heads the mean of all is 5.3 KB
SIZE_SPREAD = 1700
SIZE_LARGE = 14600

PLACES = ["北码头社区", "槐荫里社区", "机床厂宿舍", "南埠菜场", "云桥小学", "东河滨商铺街", "长途客运站旁", "新桥二期工地", "老粮库创业园", "社区养老站",
          "地下车库", "河堤健身步道"]
PEOPLE = ["各社区居委会", "各物业项目部", "沿街商户", "在建项目的施工单位", "辖区各学校和幼儿园", "小微企业的负责人", "街道机关各科室", "楼组长和志愿者",
          "出租房的房东", "外卖和快递站点"]
HAZARDS = ["楼道里的旧家具", "上锁的安全出口", "从窗口垂下来的充电线", "过了期的灭火器", "松动的配电箱盖板", "没有护栏的井口", "堆在燃气表旁边的纸箱",
           "被货架挡住的应急灯", "泡在积水里的插座", "没人认领的电瓶"]
DEEDS = ["逐层走一遍消防通道", "把灭火器的压力表看一遍", "教会值班员切断总闸", "和住户一起试一次逃生路线", "给独居老人换上新的燃气软管", "清点防汛沙袋和水泵",
         "请电工测一次插座的温度", "在电梯口贴上求助电话", "把井盖和护栏补齐", "开一次十分钟的班前会", "听一遍烟感报警器的声音", "核对特种作业人员的证件"]
WAYS = ["先查自己、再查邻居", "边看边改", "一处一张照片", "谁的门口谁负责", "上午看、下午改", "两人一组、当面签字", "先急后缓", "改完再回头看"]
DAYS = ["4月10日", "4月28日", "5月8日", "5月20日", "6月1日", "6月12日", "6月16日", "6月30日", "7月6日", "9月18日", "10月9日", "11月9日"]
THINGS = ["登记表", "整改照片", "签到名单", "演练小结", "巡查记录", "器材清单", "隐患台账", "值班安排"]
TOPICS = ["消防安全", "燃气安全", "用电安全", "电动自行车", "防汛防台", "建筑施工", "校园安全", "道路交通", "有限空间", "高温作业", "应急演练", "宣传教育"]
TAGS = ["楼道", "充电", "燃气", "用电", "防汛", "高温", "工地", "校园", "养老", "商铺", "车库", "电梯", "井盖", "演练", "值守", "培训", "志愿者", "随手拍", "回头看",
        "出租房", "仓库", "厨房", "台账", "器材"]
OFFICES = ["岚川市云桥街道办事处", "云桥街道应急管理办公室", "云桥街道平安建设办公室", "云桥街道城市管理办公室", "岚川市云桥街道安全生产委员会"]
HEADINGS = ["先说要紧的", "看哪些地方", "谁来做", "什么时候做完", "怎样登记", "要带什么", "查出来怎么办", "哪些情况立即上报", "各方分工", "检查的办法", "改得好的例子",
            "常见的疏漏", "物资和经费", "值班与联络", "后面的安排", "报送要求"]
SMALL_HEADINGS = ["门口这一段", "厨房和阳台", "配电间", "车棚与车库", "工地出入口", "仓库和后厨", "值班室", "夜里的巡查", "周末的安排", "下雨天", "老人和孩子", "新来的工人"]
SENTENCES = [
    "{people}请在{day}以前{deed}，做完以后把{thing}交到街道应急管理办公室。",
    "今年在{place}查出{hazard}{n}处，其中{m}处当天就改好了，剩下的由物业盯到改完为止。",
    "做法很简单：{way}，把{hazard}一处一处销掉，改一处在{thing}上划一处。",
    "{place}的经验是{way}，{people}都说这样省事，也不容易漏。",
    "请{people}留意{hazard}，看见了先拍照，再打电话，不要自己动手拆线、撬锁或者下井。",
    "{day}上午九点，街道在{place}集中**{deed}**，欢迎住在附近的居民来看、来问。",
    "如果遇上大雨，活动改到下一个工作日，地点仍在{place}，不再另行通知。",
    "检查的人不提前打招呼，到了就看{hazard}，再翻{thing}，最后问一句“跑的时候走哪边”。",
    "{people}每周至少{deed}一次，时间自己定，记录要真，空着也比编的强。",
    "对反复出现的{hazard}，街道会约{people}当面谈，说清楚为什么改不掉、缺什么、谁来补。",
    "去年同一时候，{place}收到居民反映{m}件，办结{n}件，平均用了两天半，最长的一件等了九天。",
    "出门以前花一分钟：灶火关了没有，插座拔了没有，窗边有没有{hazard}。",
    "请在群里转告不上网的邻居，尤其是{place}的老人；需要上门的，楼组长登记以后统一安排。",
    "{thing}用街道统一的样式，手写的也收，字要认得清，日期写到日。",
    "这项工作不评比、不排名，只看{hazard}少了没有，{people}心里有没有数。",
    "街道备了{n}份小册子和{m}张贴纸，放在{place}的服务台，随到随领，领完再补。",
]
QUOTES = ["多看一眼，平安到家。", "门前一小步，逃生一大步。", "改在今天，省在明天。", "电不拔，人不离。", "井边不逞能，下井先通风。", "会报警，会灭火，会逃生。"]
TITLES = ["关于开展{topic}检查的通知", "关于做好{day}{topic}工作的通知", "关于在{place}组织{tag}活动的通知", "关于清理{hazard}的通告",
          "关于报送{topic}{thing}的通知", "关于调整{place}{tag}值守安排的通知", "关于{place}{topic}情况的通报"]
NUMERALS = "一二三四五六七八九十"


def numeral(number):
    """1 -> 一 … 10 -> 十, 11 -> 十一, 20 -> 二十 … 99."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else NUMERALS[tens - 1] + "十") + (NUMERALS[ones - 1] if ones else "")


class Notice:
    """One notice, made from its index."""

    def __init__(self, index):
        self.index = index
        self.random = random.Random(index * 2654435761 + 2026)
        self.blocks = []
        self.bytes = 0

    def pick(self, words):
        return words[int(self.random.random() * len(words))]

    def number(self, low, high):
        return low + int(self.random.random() * (high - low + 1))

    def fill(self, pattern):
        pick = self.pick
        return pattern.format(people=pick(PEOPLE), place=pick(PLACES), hazard=pick(HAZARDS), deed=pick(DEEDS), way=pick(WAYS), day=pick(DAYS),
                              thing=pick(THINGS), topic=pick(TOPICS), tag=pick(TAGS), n=self.number(12, 90), m=self.number(3, 11))

    def sentence(self):
        return self.fill(self.pick(SENTENCES))

    def add(self, block):
        self.blocks.append(block)
        self.bytes += len(block.encode()) + 2

    def add_list(self):
        chance = self.random.random()
        if chance < 0.35:
            self.add("\n".join(f"{n}. {self.sentence()}" for n in range(1, 4)))
        elif chance < 0.65:
            self.add("\n".join(f"- **{self.pick(HAZARDS)}**：{self.sentence()}" for _ in range(3)))
        elif chance < 0.8:
            self.add("\n".join(f"- [{self.pick('x ')}] {self.pick(DEEDS)}；" for _ in range(4)))
        elif chance < 0.9:
            self.add(f"> {self.pick(QUOTES)}\n> {self.pick(QUOTES)}")

    def add_table(self):
        rows = ["| 序号 | 日期 | 地点 | 做什么 | 谁负责 |", "| ---: | :---: | --- | --- | --- |"]
        rows += [f"| {n} | {self.pick(DAYS)} | {self.pick(PLACES)} | {self.pick(DEEDS)} | {self.pick(PEOPLE)} |" for n in range(1, self.number(5, 9))]
        self.add("\n".join(rows))

    def add_section(self, number):
        self.add(f"## {numeral(number)}、{self.pick(HEADINGS)}")
        if self.random.random() < 0.4:
            for part in range(1, 3):
                self.add(f"### （{numeral(part)}）{self.pick(SMALL_HEADINGS)}")
                self.add(self.sentence() + self.sentence())
        else:
            self.add(self.sentence() + self.sentence() + self.sentence())
        self.add_list()

    def body(self):
        """The text below the head. Its size is decided first, then filled."""
        size = SIZE_LARGE if self.index % 20 == 13 else SIZE_SMALL + self.number(-SIZE_SPREAD, SIZE_SPREAD)
        self.add(f"{self.sentence()}{self.sentence()}")
        section = 0
        while self.bytes < size - 700:
            section += 1
            self.add_section(section)
            if section == 1 and self.index % 5 == 3:
                self.add_table()
        for _ in range(2 if self.index else 0):
            other = self.number(0, self.index - 1)
            self.add(f"另见[第{other + 1}号通知]({name_of(other)})；活动的全部安排在 https://anquan.yunqiao.example/ 上。")
        self.add(f"联系电话：0000-555{self.number(1000, 9999)}，工作日八点半到十七点半有人接听。")
        return "\n\n".join(self.blocks) + "\n"

    def text(self):
        office = self.pick(OFFICES)
        day = datetime.date(2026, 1, 5) + datetime.timedelta(days=self.number(0, 340))
        title, topic = self.fill(self.pick(TITLES)), self.pick(TOPICS)
        tags = "、".join(self.random.sample(TAGS, 3)).replace("、", ", ")
        head = ["---", f'title: "{title}"', f"summary: {self.pick(QUOTES)[:-1]}，{self.pick(PLACES)}{self.pick(DEEDS)}", f"published: {day} {self.number(8, 17):02d}:{self.number(0, 59):02d}",
                f"source: {office}", f"issuer: {office}", f"doc_number: 云街〔2026〕{self.index + 1}号", f"recipients: [{self.pick(PEOPLE)}, {self.pick(PEOPLE)}]",
                f"dated: {day}", f"signatory: {office}", f"topic: {topic}", f"tags: [{tags}]", "---", ""]
        return "\n".join(head) + "\n" + self.body()


def name_of(index):
    return f"n{index + 1:06d}.md"


SITE = """{
  "name": "云桥街道安全生产月", "name_en": "Yunqiao Work Safety Month", "url": "https://anquan.yunqiao.example/",
  "domain": "anquan.yunqiao.example", "edition": "2026", "sponsor": "岚川市云桥街道办事处",
  "columns": [{"name": "通知公告", "to": "2026/notices/", "column_type": "公告通知", "description": "街道发出的通知和通告。"}]
}
"""


def generate(count, folder):
    """Writes the site; returns the bytes of its pages."""
    notices = os.path.join(folder, "content", "2026", "notices")
    os.makedirs(notices, exist_ok=True)
    with open(os.path.join(folder, "site.json"), "w", encoding="utf-8") as file:
        file.write(SITE)
    total = 0
    for index in range(count):
        text = Notice(index).text().encode()
        total += len(text)
        with open(os.path.join(notices, name_of(index)), "wb") as file:
            file.write(text)
    return total


def edit(path, revision):
    """Changes one sentence at the end of a page; a further edit replaces it."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r"\n补充：第\d+次修订.*\n\Z", "", text)
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"{text}\n补充：第{revision}次修订，以本稿为准。\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edit", metavar="FILE", help="change the text of one page instead")
    parser.add_argument("words", nargs="+", help="N DIR, or R with --edit")
    words = parser.parse_args()
    if words.edit:
        edit(words.edit, int(words.words[0]))
        return
    if len(words.words) != 2:
        parser.error("N and DIR are wanted")
    count = int(words.words[0])
    total = generate(count, words.words[1])
    print(f"{count} pages, {total / max(count, 1):.0f} bytes each")


if __name__ == "__main__":
    main()
