/**
 * The trace as qlog: JSON text sequences (`.sqlog`, RFC 7464), a header record and one record an event, in the order of the
 * trace. Schemas: draft-ietf-quic-qlog-main-schema-14 for the container, draft-pardue-httpbis-qlog-h2-events-00 for frames.
 * What is mapped to what is in docs/exports.md.
 */

import type { TraceEvent } from '../trace/event.ts';
import { printableJson } from './escape.ts';
import type { QlogEvent } from './qlog-data.ts';
import { frameEvents } from './qlog-frame.ts';
import { OWN_TYPES, ownData } from './qlog-own.ts';
import { rfc3339 } from './time.ts';

/** Who wrote the file. */
export interface QlogWriter {
  readonly name: string;
  readonly version: string;
}

/** Unique among all namespaces, as the main schema §8 wants it. */
const NAMESPACE = 'sre-test-server';

/** Of a draft, so the URI ends with its number: §3.1 of it. */
const HTTP2_SCHEMA = 'urn:ietf:params:qlog:events:http2-00';
/** Private ones must not look like those of the IETF, main schema §8.1. */
const OWN_SCHEMA = `urn:sre-test-server:qlog:events:${NAMESPACE}`;
/** What we add to events of http2: an extension is a schema of its own, named behind the #. */
const EXTENSION_SCHEMA = `urn:sre-test-server:qlog:events:http2#${NAMESPACE}`;

const RECORD_SEPARATOR = '\x1e';

/**
 * The header record first, also where there are no events. Times are milliseconds since the first event, which the header
 * tells the time of; `group_id` is the connection.
 *
 * @param events in the order of `seq`
 * @returns records, each with the separator before and the line feed behind it
 */
export function* qlogOf(events: Iterable<TraceEvent>, writer: QlogWriter): Generator<string> {
  let epoch: number | undefined;
  for (const event of events) {
    const time = Math.floor(event.time);
    if (epoch === undefined) {
      epoch = time;
      yield record(header(epoch, writer));
    }
    for (const qlogEvent of qlogEvents(event)) yield record(eventRecord(event, qlogEvent, (time - epoch) / 1000));
  }
  if (epoch === undefined) yield record(header(0, writer));
}

/** The first two fields tell readers what this is, and are to be within the first 256 bytes: main schema §3. */
function header(epoch: number, { name, version }: QlogWriter): object {
  return {
    file_schema: 'urn:ietf:params:qlog:file:sequential',
    serialization_format: 'application/qlog+json-seq',
    title: `${name} ${version}`,
    trace: {
      common_fields: {
        time_format: 'relative_to_epoch',
        reference_time: { clock_type: 'system', epoch: rfc3339(epoch) },
      },
      vantage_point: { name, type: 'network', flow: 'server' },
      event_schemas: [HTTP2_SCHEMA, OWN_SCHEMA, EXTENSION_SCHEMA],
    },
  };
}

function qlogEvents(event: TraceEvent): readonly QlogEvent[] {
  if (event.kind === 'frame') return frameEvents(event.frame);
  return [{ name: `${NAMESPACE}:${OWN_TYPES[event.kind]}`, data: ownData(event) }];
}

/** `seq` is a field of ours, which any event may have: findings name their evidence by it. */
function eventRecord({ seq, conn }: TraceEvent, { name, data }: QlogEvent, time: number): object {
  return { time, name, group_id: conn === '' ? undefined : conn, seq, data };
}

/** JSON that is safe to print but for the separator, which RFC 7464 wants. */
function record(value: object): string {
  return `${RECORD_SEPARATOR}${printableJson(JSON.stringify(value))}\n`;
}
