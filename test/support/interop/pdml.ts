/**
 * Reads the HTTP/2 frames of a capture as tshark dissects them.
 *
 * PDML, because it keeps what tshark's JSON loses: the order and number of equal keys (several frames in a packet, several
 * fields in a header list), and values as hex, byte for byte. tshark prints one element a line.
 */

import type { FrameTypeName, HeaderRepresentation, Side } from '../../../src/trace/event.ts';
import { toolOutput } from './tool.ts';

export interface CapturedFrame {
  readonly clientPort: number;
  readonly from: Side;
  readonly type: FrameTypeName;
  readonly flagBits: number;
  readonly streamId: number;
  readonly length: number;
  /** Of the fragment that this frame carries: tshark decodes HEADERS and each CONTINUATION by itself. */
  readonly fields: readonly CapturedField[];
}

export interface CapturedField {
  readonly name: string;
  readonly value: string;
  readonly representation: HeaderRepresentation;
  readonly index: number;
}

type Draft<T> = { -readonly [K in keyof T]: T[K] };
type DraftFrame = Draft<Omit<CapturedFrame, 'fields'>> & { readonly fields: Draft<CapturedField>[] };

/** @param ports the ports of the server in that capture */
export async function readFrames(captureFile: string, ports: readonly number[]): Promise<CapturedFrame[]> {
  const decodeAs = ports.flatMap((port) => ['-d', `tcp.port==${port},http2`]);
  return parsePdml(
    await toolOutput('tshark', ['-r', captureFile, ...decodeAs, '-J', 'tcp http2', '-T', 'pdml']),
    ports,
  );
}

function parsePdml(pdml: string, ports: readonly number[]): CapturedFrame[] {
  const reader = { ports: new Set(ports), sourcePort: 0, targetPort: 0, frames: [] };
  for (const line of pdml.split('\n')) {
    const name = attribute(line, 'name');
    ELEMENTS[name]?.(reader, line);
  }
  return reader.frames;
}

interface Reader {
  readonly ports: ReadonlySet<number>;
  sourcePort: number;
  targetPort: number;
  readonly frames: DraftFrame[];
}

/** PDML name → what it tells. */
const ELEMENTS: Readonly<Record<string, (reader: Reader, line: string) => void>> = {
  'tcp.srcport': (reader, line) => {
    reader.sourcePort = Number(attribute(line, 'show'));
  },
  'tcp.dstport': (reader, line) => {
    reader.targetPort = Number(attribute(line, 'show'));
  },
  // The first element of a frame. The preface has none of these; tshark calls it a stream named "Magic".
  'http2.length': (reader, line) => {
    reader.frames.push(newFrame(reader, Number(attribute(line, 'show'))));
  },
  'http2.type': (reader, line) => {
    frameOf(reader).type = typeName(attribute(line, 'showname'));
  },
  'http2.flags': (reader, line) => {
    frameOf(reader).flagBits = Number(attribute(line, 'show'));
  },
  'http2.streamid': (reader, line) => {
    frameOf(reader).streamId = Number(attribute(line, 'show'));
  },
  'http2.header.name': (reader, line) => {
    frameOf(reader).fields.push({ name: octets(line), value: '', representation: 'INDEXED', index: 0 });
  },
  'http2.header.value': (reader, line) => {
    fieldOf(reader).value = octets(line);
  },
  'http2.header.repr': (reader, line) => {
    fieldOf(reader).representation = representation(attribute(line, 'show'));
  },
  'http2.header.index': (reader, line) => {
    fieldOf(reader).index = Number(attribute(line, 'show'));
  },
};

function newFrame({ ports, sourcePort, targetPort }: Reader, length: number): DraftFrame {
  const from = ports.has(targetPort) ? 'CLIENT' : 'SERVER';
  const clientPort = from === 'CLIENT' ? sourcePort : targetPort;
  return { clientPort, from, type: 'UNKNOWN', flagBits: 0, streamId: 0, length, fields: [] };
}

function frameOf(reader: Reader): DraftFrame {
  return last(reader.frames, 'a frame');
}

function fieldOf(reader: Reader): Draft<CapturedField> {
  return last(frameOf(reader).fields, 'a header field');
}

function last<T>(items: readonly T[], what: string): T {
  const item = items.at(-1);
  if (item === undefined) throw new Error(`PDML: a part of ${what} before the first one`);
  return item;
}

const TYPE_NAMES: ReadonlySet<string> = new Set<FrameTypeName>([
  'DATA',
  'HEADERS',
  'PRIORITY',
  'RST_STREAM',
  'SETTINGS',
  'PUSH_PROMISE',
  'PING',
  'GOAWAY',
  'WINDOW_UPDATE',
  'CONTINUATION',
  'ALTSVC',
  'ORIGIN',
  'PRIORITY_UPDATE',
]);

/** @param showname for example "Type: HEADERS (1)" */
function typeName(showname: string): FrameTypeName {
  const name = /^Type: (\w+)/.exec(showname)?.[1] ?? '';
  return isTypeName(name) ? name : 'UNKNOWN';
}

function isTypeName(name: string): name is FrameTypeName {
  return TYPE_NAMES.has(name);
}

const REPRESENTATIONS: readonly (readonly [start: string, representation: HeaderRepresentation])[] = [
  ['Indexed Header Field', 'INDEXED'],
  ['Literal Header Field with Incremental Indexing', 'LITERAL_INDEXED'],
  ['Literal Header Field without Indexing', 'LITERAL'],
  ['Literal Header Field never Indexed', 'NEVER_INDEXED'],
];

function representation(text: string): HeaderRepresentation {
  const row = REPRESENTATIONS.find(([start]) => text.startsWith(start));
  if (row === undefined) throw new Error(`PDML: unknown representation ${text}`);
  return row[1];
}

/** The hex of `value` as a string with one character per byte. */
function octets(line: string): string {
  return Buffer.from(attribute(line, 'value'), 'hex').toString('latin1');
}

/** None of the attributes that are read here contains an escaped character. */
function attribute(line: string, name: string): string {
  const start = line.indexOf(` ${name}="`);
  if (start < 0) return '';
  const from = start + name.length + 3;
  return line.slice(from, line.indexOf('"', from));
}
