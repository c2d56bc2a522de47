// The words of schema.org that pages use, as a JSON-LD context: types and properties by name, so that a word
// that is not one of them is found. Reads nothing from the network.
'use strict';

const TYPES = `AudioObject BreadcrumbList CollectionPage ContactPage ContactPoint CreativeWork DigitalDocument Event EventSeries
  GovernmentOrganization GovernmentService ImageObject ListItem MediaObject NewsArticle Organization Place
  PresentationDigitalDocument PropertyValue ServiceChannel TextDigitalDocument Thing VideoObject VirtualLocation WebPage WebSite
  Dataset DataDownload FAQPage Question Answer HowTo HowToStep Offer SearchAction Person PostalAddress GeoCoordinates`;
const TEXTS = `name description headline creditText contentSize encodingFormat sha256 width height telephone email propertyID value
  position address inLanguage text alternateName areaServed contactType servicePhone price priceCurrency keywords genre
  audienceType maximumAttendeeCapacity isAccessibleForFree serviceType hoursAvailable postalCode streetAddress temporalCoverage version`;
const DATES = 'startDate endDate datePublished dateModified dateCreated uploadDate expires validThrough previousStartDate';
const LINKS = 'url contentUrl license item eventStatus eventAttendanceMode thumbnailUrl sameAs serviceUrl isBasedOn availability';
const NODES = `publisher creator author about isPartOf hasPart mainEntity mainEntityOfPage breadcrumb itemListElement location organizer
  superEvent subEvent encoding identifier provider availableChannel contactPoint image offers parentOrganization
  distribution variableMeasured acceptedAnswer step potentialAction target performer funder sponsor audience mentions`;

const words = (text) => text.split(/\s+/).filter(Boolean);
const context = { '@version': 1.1, schema: 'https://schema.org/', xsd: 'http://www.w3.org/2001/XMLSchema#' };
for (const name of [...words(TYPES), ...words(TEXTS), ...words(NODES)]) context[name] = 'schema:' + name;
for (const name of words(DATES)) context[name] = { '@id': 'schema:' + name, '@type': 'schema:DateTime' };
for (const name of words(LINKS)) context[name] = { '@id': 'schema:' + name, '@type': '@id' };

module.exports = { '@context': context };
