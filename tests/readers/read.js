// Reads machine forms with packages that are not ours, and prints what they saw as JSON: for readers_test.py.
//
// The file named is one JSON object: calendars (paths), feeds (paths), structured (name -> JSON-LD document),
// returns and heads ([{schema, data}]: of a form, and of a kind of page). Nothing is fetched: a JSON-LD context other than schema.org's is an error.
'use strict';

const fs = require('fs');
const Ajv2020 = require('ajv/dist/2020');
const feedsmith = require('feedsmith');
const ICAL = require('ical.js');
const jsonld = require('jsonld');
const nodeIcal = require('node-ical');
const schemaOrg = require('./schema-org.js');

function icalEvents(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  return {
    name: calendar.getFirstPropertyValue('x-wr-calname'),
    events: calendar.getAllSubcomponents('vevent').map((component) => {
      const event = new ICAL.Event(component);
      return {
        uid: event.uid, summary: event.summary, location: event.location || '', description: event.description || '',
        day: event.startDate.isDate, start: event.startDate.toString(), end: event.endDate.toString(),
        utc: event.startDate.isDate ? '' : event.startDate.toJSDate().toISOString(),
        sequence: event.sequence, status: component.getFirstPropertyValue('status'),
        conferences: component.getAllProperties('conference').map((p) => [
          [].concat(p.getParameter('feature') || []).join(','), p.getParameter('label') || '', p.getFirstValue()]),
        alarms: component.getAllSubcomponents('valarm').length,
      };
    }),
  };
}

function nodeEvents(text) {
  return Object.values(nodeIcal.sync.parseICS(text)).filter((entry) => entry.type === 'VEVENT').map((entry) => ({
    uid: entry.uid, summary: entry.summary, location: entry.location || '', description: entry.description || '',
    day: entry.datetype === 'date', utc: entry.start.toISOString(), zone: entry.start.tz || '',
  }));
}

/// Only the context of schema.org, ours; anything else would have to be fetched.
async function documentLoader(url) {
  if (!/^https?:\/\/schema\.org\/?$/.test(url)) throw new Error('not to be fetched: ' + url);
  return { contextUrl: null, documentUrl: url, document: schemaOrg };
}

async function readStructured(document) {
  try {
    // safe: a property or type that the context does not know is an error, and not dropped.
    const expanded = await jsonld.expand(document, { documentLoader, safe: true, base: 'https://base.example/' });
    const types = expanded.flatMap((node) => node['@type'] || []).map((type) => type.replace('https://schema.org/', ''));
    const quads = await jsonld.toRDF(document, { documentLoader, base: 'https://base.example/' });
    return { types, statements: quads.length };
  } catch (error) {
    return { error: error.message + ' ' + JSON.stringify(error.details && error.details.event || '') };
  }
}

/// The common words of Atom and JSON Feed. A reader that is given the one may not take it for the other.
function readFeed(text) {
  const { format, feed } = feedsmith.parseFeed(text);
  const atom = format === 'atom';
  const entries = (atom ? feed.entries : feed.items) || [];
  return {
    format, title: atom ? feed.title.value : feed.title, self: atom ? feed.links.find((link) => link.rel === 'self').href : feed.feed_url,
    entries: entries.map((entry) => (atom ? {
      id: entry.id, title: entry.title.value, url: entry.links.find((link) => !link.rel).href,
      published: entry.published, updated: entry.updated, html: entry.content && entry.content.value,
      files: entry.links.filter((link) => link.rel === 'enclosure').map((link) => [link.href, link.type, Number(link.length)]),
    } : {
      id: entry.id, title: entry.title, url: entry.url, published: entry.date_published, updated: entry.date_modified, html: entry.content_html,
      files: (entry.attachments || []).map((file) => [file.url, file.mime_type, file.size_in_bytes]),
    })),
  };
}

function checkReturn({ schema, data }) {
  return checkData({ strict: true }, schema, data);
}

/// In a schema of a kind a text may be a number, and what is required may stand under one of several names.
function checkHead({ schema, data }) {
  return checkData({ strict: true, allowUnionTypes: true, strictRequired: false }, schema, data);
}

function checkData(options, schema, data) {
  const ajv = new Ajv2020({ ...options, allErrors: true });
  const validate = ajv.compile(schema);
  return data.map((one) => (validate(one) ? [] : validate.errors.map((error) => `${error.instancePath} ${error.keyword}`)));
}

async function main() {
  const asked = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
  const seen = { calendars: {}, feeds: {}, structured: {}, returns: [], heads: [] };
  for (const path of asked.calendars || []) {
    const text = fs.readFileSync(path, 'utf8');
    seen.calendars[path] = { ical: icalEvents(text), node: nodeEvents(text) };
  }
  for (const path of asked.feeds || []) seen.feeds[path] = readFeed(fs.readFileSync(path, 'utf8'));
  for (const [name, document] of Object.entries(asked.structured || {})) seen.structured[name] = await readStructured(document);
  seen.returns = (asked.returns || []).map(checkReturn);
  seen.heads = (asked.heads || []).map(checkHead);
  process.stdout.write(JSON.stringify(seen));
}

main().catch((error) => {
  process.stderr.write(error.stack + '\n');
  process.exit(1);
});
