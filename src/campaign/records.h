#pragma once
// What each kind's reader finds in ordinary Markdown. One function a kind, each Document -> Map in the page's
// arena. The words that are recognised (headers of tables, headings, labels) stand in one table, words.h,
// printed in the manual.
//
// Shapes (all values plain; dates ISO; `line` is the line in the file, for diagnostics; titles and urls have
// positions):
//   slogans:  {slogans: [{number, text, group, kind, characters, id}]}   id "slogan-1"; numbered 1… through
//             the page; kind theme|general
//   schedule: {events: [{date, end_date?, start?, end?, all_day, fuzzy?, sure_until?, time_text,
//             date_text, title, link?, venue?, organiser?, co_organisers: [..], audience: [..], mode?,
//             status?, note?, id, line}]} start/end "09:30"; mode offline|online|mixed where it is said;
//             all_day when no time was read; fuzzy: date and end_date are the first and the last day that
//             date_text may mean, sure_until as in text::WrittenDate; texts as written
//   event:    {programme: [{time, title, place, by}], booths: [{number, unit, topic}], online: [{kind, text,
//   platform,
//             time, url}], hotlines: [{name, number?, email?,
//             channel?, link?, note?}], take_along: [{title, link?, note?}], travel:
//             text} travel is empty when the section has links: then the section stays in ParsedPage::rest
//             Rows of tables, here and in the other kinds but forms, have `extra`: ["带队领导：王某"] where
//             they say something in columns that no word names.
//   material: {items: [{title, link?, url, access_code, type, note}], sources: [{kind, url, access_code,
//   platform}]}
//             url is the link as written; sources are the share texts of the page, as front matter's
//             `sources`
//   form:     {header: [{id, label, seal}], columns: [..], groups: [{title, items: [{title, requirement,
//   parts: [part]}]}],
//             roster, fields: [..], blanks: n, boxes: n}
//             part: {type: "text", text} | {type: "blank", id, width, unit, kind: integer|decimal|text,
//             label}
//                   | {type: "choice", id, options: [..], label, multiple} | {type: "break"}
//             A unit stands in the following text as well. columns are the headers of the first table, but
//             for groups, numbers and remarks, and roles what each is: title, requirement, answer, other; an
//             item's cells hold the words of its row by column, "" for title and answer. Of a roster (each column a field, each row an entry) columns is
//             empty, fields holds all headers, and an item's parts are "姓名：", blank, break …; boxes counts
//             the options.
//   contact:  {contacts: [{name, number?, tel?, email?, role?, purpose?, hours?, area?, address?, channel?,
//   link?, anonymous?, kind}]}
//             kind hotline|office|mailbox|miniapp|account|website; tel for tel: links; link is absolute
//   page: {questions: [{question, answer}], steps: {title, items: [text]}}  each only where there are some
//   notice, plan: {sections: [{number, title, level, id}], theme?, period?}  from headings and the paragraphs
//   that are headings by their numbers; theme and period {start, end} where a section of their own has them;
//   parse_page puts the sections beside the text (PageText::sections)
//   news: {}
// A page of any kind may hold a netdisk's share text (链接：… 提取码：…): records.shares [{url, access_code,
// line}].

#include <span>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"
#include "markdown/document.h"
#include "markdown/outline.h"
#include "model/site.h"
#include "value/value.h"

namespace herald::campaign {

/// What a reader is given.
struct ReadInput {
  const base::Source* source = nullptr;
  const markdown::Document* document = nullptr;
  const markdown::Outline* outline = nullptr;  ///< Of the document.
  value::Value fields;
  int year = 0;                           ///< Of the edition, for dates without one.
  base::Span body;                        ///< Of the text behind the front matter.
  std::span<const base::Span> code = {};  ///< markdown::code_spans of the document.
  markdown::NodeId title_heading =
      markdown::kNoNode;  ///< The heading that became the page's title: no group, no section.
};

/// What a reader found: the records, and which blocks it took as data, so that parse_page can make
/// ParsedPage::intro and ParsedPage::rest of the others.
struct ReadResult {
  value::Value records;  ///< A Map.
  std::vector<markdown::NodeId>
      taken;  ///< Top-level blocks (lists, tables, headings …) that are in the records, rising.
};

/// Reads the records of `kind`. Never fails; may add the codes of base/codes/content.def at their places.
ReadResult read_records(model::Kind kind, const ReadInput& input, value::Arena& arena,
                        base::Diagnostics& diagnostics);

}  // namespace herald::campaign
