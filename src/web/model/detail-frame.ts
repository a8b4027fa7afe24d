/** A frame as a tree: what its header says, then its body, then what it did to the windows. */

import { celString } from '../../filter/quote.ts';
import { printable, printableBytes } from '../../formats/escape.ts';
import { duration } from '../../formats/text.ts';
import type { EventOf, Frame, Goaway, Headers, Ping, Setting, Violation, Window } from '../../trace/event.ts';
import { whole } from './amounts.ts';
import { byteCount, type DetailNode, hexNumber, node, nodes, type Tone } from './detail-node.ts';
import { equals, short, where } from './detail-term.ts';
import type { Term } from './filter-terms.ts';
import {
  ERROR_CODES,
  ERROR_CODES_SPEC,
  FLAGS,
  FRAME_TYPES,
  HEADERS_CATEGORIES,
  meaningOf,
  SETTINGS,
} from './meanings.ts';
import { contentLength } from './message-text.ts';

/** RFC 9113 §6.8: the first GOAWAY of an orderly end names the highest stream id there is. */
const NO_STREAM_LEFT_OUT = 2 ** 31 - 1;

/** Rows that are drawn: a SETTINGS or ORIGIN frame may have thousands of entries, and no honest one has. */
const MAX_ENTRIES = 100;

export function frameNodes({ frame }: EventOf<'frame'>): DetailNode[] {
  const [means, spec] = meaningOf(FRAME_TYPES, frame.type) ?? FRAME_TYPES.UNKNOWN;
  return nodes(
    node('from', frame.from.toLowerCase(), { term: short(`from:${frame.from}`), tone: sideTone(frame.from) }),
    node('type', `${frame.type} ${hexNumber(frame.typeCode)}`, {
      meaning: means,
      spec,
      term: frame.type === 'UNKNOWN' ? equals('frame.typeCode', frame.typeCode) : short(`type:${frame.type}`),
    }),
    streamNode(frame.streamId),
    node('length', byteCount(frame.length), {
      meaning: 'of payload, behind 9 bytes of frame header',
      spec: 'RFC 9113 §4.1',
    }),
    flagsNode(frame),
    ...bodyNodes(frame),
    frame.window && windowNode(frame.window, frame.type),
    frame.violation && violationNode(frame.violation),
  );
}

/** @param streamId 0 is the connection as a whole */
export function streamNode(streamId: number): DetailNode {
  const meaning = streamId === 0 ? 'the connection as a whole' : undefined;
  return node('stream', String(streamId), { meaning, term: short(`stream:${streamId}`), spec: 'RFC 9113 §5.1.1' });
}

export function sideTone(side: string): Tone {
  return side === 'CLIENT' ? 'client' : 'server';
}

function flagsNode({ type, flags, flagBits }: Frame): DetailNode {
  const children = flags.map((flag) => {
    const [meaning, spec] = meaningOf(FLAGS, `${type}.${flag}`) ??
      meaningOf(FLAGS, flag) ?? ['not defined for this type: receivers ignore it', 'RFC 9113 §4.1'];
    return node(printable(flag), '', {
      meaning,
      spec,
      term: where('frame.flags', `${celString(flag)} in frame.flags`),
    });
  });
  return children.length === 0 ? node('flags', 'none') : node('flags', hexNumber(flagBits), { children });
}

function bodyNodes(frame: Frame): (DetailNode | undefined)[] {
  const { headers, priority, pushPromise, settings, ping, goaway, rstStream, windowUpdate } = frame;
  return [
    headers && headersNode(headers),
    pushPromise && node('promised stream', String(pushPromise.promisedStreamId), { spec: 'RFC 9113 §6.6' }),
    priority && priorityNode(priority),
    dataNode(frame),
    settings && settingsNode(settings, frame.flags.includes('ACK')),
    ...(ping === undefined ? [] : pingNodes(ping)),
    ...(goaway === undefined ? [] : goawayNodes(goaway)),
    rstStream && errorNode(rstStream.error, rstStream.errorCode, errorTerm(rstStream, 'frame.rstStream')),
    windowUpdate && incrementNode(windowUpdate.increment, frame.streamId),
    ...rareNodes(frame),
  ];
}

function headersNode({ category, blockLength, listSize, tableSize, fields, incomplete }: Headers): DetailNode {
  const [meaning, spec] = meaningOf(HEADERS_CATEGORIES, category) ?? [];
  return node('header list', category.toLowerCase(), {
    meaning,
    spec,
    term: equals('frame.headers.category', category),
    children: nodes(
      node('fields', fields.length),
      node('sent as', byteCount(blockLength), { meaning: 'the header block, compressed', spec: 'RFC 7541 §1.3' }),
      node('list size', byteCount(listSize), {
        meaning: 'uncompressed, and 32 for each field: what MAX_HEADER_LIST_SIZE limits',
        spec: 'RFC 9113 §6.5.2',
      }),
      node('table size', byteCount(tableSize), {
        meaning: "of the sender's HPACK table after it",
        spec: 'RFC 7541 §4.1',
      }),
      incomplete === undefined ? undefined : node('incomplete', printable(incomplete), { tone: 'warning' }),
    ),
  });
}

function priorityNode({ streamDependency, weight, exclusive }: NonNullable<Frame['priority']>): DetailNode {
  return node('priority', `weight ${weight}`, {
    meaning: `depends on stream ${streamDependency}${exclusive ? ', exclusively' : ''}: deprecated, most ignore it`,
    spec: 'RFC 9113 §5.3.2',
  });
}

function dataNode(frame: Frame): DetailNode | undefined {
  const { data } = frame;
  if (data === undefined) return undefined;
  return node('content', byteCount(contentLength(frame)), {
    meaning: 'without padding; the window counts the whole payload',
    spec: 'RFC 9113 §6.9.1',
    children: nodes(
      node('padding', byteCount(data.padding), { spec: 'RFC 9113 §6.1' }),
      node('kept', byteCount(data.preview.length), {
        meaning: data.truncated ? 'truncated: --payload-bytes says how much is kept' : 'all of it',
        tone: data.truncated ? 'warning' : undefined,
      }),
    ),
  });
}

function settingsNode(settings: readonly Setting[], isAck: boolean): DetailNode {
  if (isAck) return node('settings', 'acknowledged', { meaning: 'carries none of its own', spec: 'RFC 9113 §6.5.3' });
  const children = settings.slice(0, MAX_ENTRIES).map(settingNode);
  const left = settings.length - children.length;
  if (left > 0) children.push(node('…', `${whole(left)} more`, { meaning: 'the JSON has them' }));
  return node('settings', settings.length, {
    meaning: settings.length === 0 ? 'all stay as they were, at first at their defaults' : undefined,
    children,
  });
}

function settingNode({ id, code, value }: Setting): DetailNode {
  const [words, initial, spec] = meaningOf(SETTINGS, id) ?? [];
  const meaning = words === undefined ? 'of no registry that is known here: ignored' : `${words}; default ${initial}`;
  const isSame = `s.code == ${code} && s.value == ${value}`;
  return node(id === '' ? hexNumber(code) : printable(id), value, {
    meaning,
    spec: spec ?? 'RFC 9113 §6.5.2',
    term: where('frame.settings', `frame.settings.exists(s, ${isSame})`),
  });
}

function pingNodes({ opaque, ack, rttMs }: Ping): (DetailNode | undefined)[] {
  return [
    node('opaque data', printable(opaque), {
      meaning: ack ? 'the same as in the PING that it answers' : 'comes back in the ACK',
      spec: 'RFC 9113 §6.7',
      term: equals('frame.ping.opaque', opaque),
    }),
    rttMs === undefined ? undefined : node('round trip', duration(rttMs), { meaning: 'since the PING passed here' }),
  ];
}

function goawayNodes(goaway: Goaway): (DetailNode | undefined)[] {
  const { lastStreamId, error, errorCode, debug } = goaway;
  const meaning =
    lastStreamId === NO_STREAM_LEFT_OUT
      ? 'all streams so far are served: an orderly end begins, another GOAWAY follows'
      : 'nothing was done with streams above it: safe to send again';
  return [
    errorNode(error, errorCode, errorTerm(goaway, 'frame.goaway')),
    node('last stream', String(lastStreamId), { meaning, spec: 'RFC 9113 §6.8' }),
    debug === '' ? undefined : node('debug data', printableBytes(debug), { term: equals('frame.goaway.debug', debug) }),
  ];
}

/** @param term finds events with this code */
export function errorNode(error: string, code: number, term: Term | undefined): DetailNode {
  const words = meaningOf(ERROR_CODES, error) ?? 'a code of no RFC that is known here: INTERNAL_ERROR to receivers';
  return node('error', `${error === '' ? 'no name' : printable(error)} ${hexNumber(code)}`, {
    meaning: words,
    spec: ERROR_CODES_SPEC,
    term,
    tone: code === 0 ? 'good' : 'error',
  });
}

/** @param place that has the two; the short form finds RST_STREAM, GOAWAY and ends of streams alike, but codes that have a name only */
export function errorTerm({ error, errorCode }: Pick<Goaway, 'error' | 'errorCode'>, place: string): Term | undefined {
  return short(`error:${error}`) ?? equals(`${place}.errorCode`, errorCode);
}

function incrementNode(increment: number, streamId: number): DetailNode {
  const whose = streamId === 0 ? 'on the connection' : 'on this stream';
  return node('increment', byteCount(increment), {
    meaning: `that the other side may send more, ${whose}`,
    spec: 'RFC 9113 §6.9',
  });
}

function rareNodes({ altsvc, origin, priorityUpdate, unknown }: Frame): (DetailNode | undefined)[] {
  return [
    altsvc && node('origin', printableBytes(altsvc.origin), { spec: 'RFC 7838 §4' }),
    altsvc && node('alternative', printableBytes(altsvc.fieldValue), { spec: 'RFC 7838 §3' }),
    origin &&
      node('origins', origin.origins.length, {
        children: origin.origins.slice(0, MAX_ENTRIES).map((name) => node('origin', printableBytes(name))),
        spec: 'RFC 8336 §2',
      }),
    priorityUpdate && node('of stream', String(priorityUpdate.prioritizedStreamId), { spec: 'RFC 9218 §7.1' }),
    priorityUpdate && node('priority', printableBytes(priorityUpdate.fieldValue), { spec: 'RFC 9218 §4' }),
    unknown &&
      node('kept', byteCount(unknown.preview.length), { meaning: unknown.truncated ? 'truncated' : 'all of it' }),
  ];
}

/** DATA is counted against what its receiver allows: RFC 9113 §5.2. */
function windowNode({ connection, stream }: Window, type: string): DetailNode {
  const whose = type === 'DATA' ? 'its sender' : 'its receiver';
  return node('window', 'after this frame', {
    meaning: `bytes of DATA that ${whose} may still send`,
    spec: 'RFC 9113 §6.9.1',
    children: nodes(
      leftNode('connection', connection, 'frame.window.connection'),
      stream === undefined ? undefined : leftNode('stream', stream, 'frame.window.stream'),
    ),
  });
}

function leftNode(name: string, left: number, place: string): DetailNode {
  const isEmpty = left <= 0;
  return node(name, left, {
    meaning: isEmpty ? 'stalled: nothing until a WINDOW_UPDATE comes' : undefined,
    tone: isEmpty ? 'warning' : undefined,
    term: isEmpty ? where(place, `${place} <= 0`) : undefined,
  });
}

function violationNode({ error, errorCode, scope, reason, spec }: Violation): DetailNode {
  const costs = scope === 'STREAM' ? 'the stream' : 'the connection';
  return node('violation', printable(reason), {
    meaning: `its sender breaks a rule, which ends ${costs}`,
    spec: printable(spec),
    tone: 'error',
    term: { cel: 'kind == "frame" && has(frame.violation)' },
    children: [errorNode(error, errorCode, equals('frame.violation.errorCode', errorCode))],
  });
}
