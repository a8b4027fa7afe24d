/** The trace as a file: what `GET /api/trace?format=…` may be asked for. */

import type { TraceEvent } from '../trace/event.ts';
import type { Format } from './format.ts';
import { createGoFormat } from './go.ts';
import { formatJson } from './json.ts';
import { createNghttpFormat } from './nghttp.ts';
import { type OpenedOf, pcapngOf } from './pcapng/pcapng.ts';
import { createPrettyFormat } from './pretty.ts';
import { type QlogWriter, qlogOf } from './qlog.ts';

/** Who writes a file that says so. */
export interface ExportWriter extends QlogWriter {
  /** What is known of connections whose beginning is not among the events. */
  readonly openedOf?: OpenedOf;
}

export interface Export {
  /** A media type, as Content-Type has it. */
  readonly contentType: string;
  /** Of a file's name, without the dot. */
  readonly extension: string;
  /**
   * Lazily: events are taken as parts are. Formats remember connections, so each call begins anew.
   *
   * @param events in the order of `seq`
   * @returns parts of some 64 KiB, none of them empty; text is to be sent as UTF-8
   */
  render(events: Iterable<TraceEvent>, writer: ExportWriter): Iterable<string | Uint8Array>;
}

/**
 * Characters of a part of text: what a stream takes with one write, and as much as is held of a file. A part ends with the line
 * that passes it, so it is longer by that line at most.
 */
const PART_CHARACTERS = 64 * 1024;

const TEXT = 'text/plain; charset=utf-8';

/** A format whose parts are bytes gives them as they are: its row needs neither `joined` nor `lines`. */
const EXPORTS = {
  ndjson: {
    contentType: 'application/x-ndjson',
    extension: 'ndjson',
    render: (events) => joined(lines(events, (event) => [formatJson(event)])),
  },
  go: { contentType: TEXT, extension: 'log', render: (events) => joined(lines(events, createGoFormat())) },
  nghttp: { contentType: TEXT, extension: 'log', render: (events) => joined(lines(events, createNghttpFormat())) },
  qlog: {
    contentType: 'application/qlog+json-seq',
    extension: 'sqlog',
    render: (events, writer) => joined(qlogOf(events, writer)),
  },
  pcapng: {
    contentType: 'application/x-pcapng',
    extension: 'pcapng',
    render: (events, { name, version, openedOf }) =>
      pcapngOf(events, { application: `${name} ${version}`, ...(openedOf === undefined ? {} : { openedOf }) }),
  },
  pretty: {
    contentType: TEXT,
    extension: 'txt',
    render: (events) => joined(lines(events, createPrettyFormat({ colour: false, time: 'CLOCK' }))),
  },
} satisfies { readonly [name: string]: Export };

export type ExportName = keyof typeof EXPORTS;

/** In the order in which help texts and errors name them. */
export const EXPORT_NAMES: readonly string[] = Object.keys(EXPORTS);

export function isExportName(name: string): name is ExportName {
  return Object.hasOwn(EXPORTS, name);
}

export function exportOf(name: ExportName): Export {
  return EXPORTS[name];
}

function* lines(events: Iterable<TraceEvent>, format: Format): Generator<string> {
  for (const event of events) for (const line of format(event)) yield `${line}\n`;
}

function* joined(pieces: Iterable<string>): Generator<string> {
  let part = '';
  for (const piece of pieces) {
    part += piece;
    if (part.length >= PART_CHARACTERS) {
      yield part;
      part = '';
    }
  }
  if (part !== '') yield part;
}
