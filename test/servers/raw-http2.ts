/** HTTP/2 bytes by hand, for what Node's client would not send: any order of fields, repeated names, a reset in the same packet. */

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const FrameType = { DATA: 0, HEADERS: 1, RST_STREAM: 3, SETTINGS: 4 } as const;
const END_STREAM = 0x1;
const END_HEADERS = 0x4;
const NEVER_INDEXED = 0x10;
const CANCEL = 8;

export interface Field {
  readonly name: string;
  /** One character per byte. */
  readonly value: string;
  readonly neverIndexed?: boolean;
}

/** What every gRPC request to `path` has, with `fields` behind it. */
export function grpcFields(path: string, fields: readonly Field[] = [], contentType = 'application/grpc'): Field[] {
  return [
    { name: ':method', value: 'POST' },
    { name: ':scheme', value: 'http' },
    { name: ':path', value: path },
    { name: ':authority', value: 'echo.example' },
    { name: 'content-type', value: contentType },
    ...fields,
  ];
}

/** The preface, an empty SETTINGS, and stream 1 with these fields. */
export function openStream(fields: readonly Field[]): Buffer {
  const block = Buffer.concat(fields.map(literal));
  return Buffer.concat([PREFACE, frame(FrameType.SETTINGS, 0, 0), frame(FrameType.HEADERS, END_HEADERS, 1, block)]);
}

/** One gRPC message on stream 1, and the end of the request. */
export function lastMessage(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return frame(FrameType.DATA, END_STREAM, 1, Buffer.concat([prefix, message]));
}

export function cancelStream(): Buffer {
  const code = Buffer.alloc(4);
  code.writeUInt32BE(CANCEL);
  return frame(FrameType.RST_STREAM, 0, 1, code);
}

function frame(type: number, flags: number, streamId: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(9);
  header.writeUIntBE(payload.length, 0, 3);
  header[3] = type;
  header[4] = flags;
  header.writeUInt32BE(streamId, 5);
  return Buffer.concat([header, payload]);
}

/** RFC 7541 §6.2.2 and §6.2.3, name and value as plain literals shorter than 127 bytes. */
function literal({ name, value, neverIndexed = false }: Field): Buffer {
  return Buffer.concat([Buffer.from([neverIndexed ? NEVER_INDEXED : 0]), text(name), text(value)]);
}

function text(latin1: string): Buffer {
  return Buffer.concat([Buffer.from([latin1.length]), Buffer.from(latin1, 'latin1')]);
}
