/**
 * What the CDDL of the qlog drafts asks of a record, as tables: draft-ietf-quic-qlog-main-schema-14 for the container,
 * draft-pardue-httpbis-qlog-h2-events-00 for events and frames of HTTP/2. A `?` behind a type: the field may be absent.
 */

type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, string>>;

const SHAPES: Readonly<Record<string, Shape>> = {
  QlogFileSeq: {
    file_schema: '"urn:ietf:params:qlog:file:sequential"',
    serialization_format: '"application/qlog+json-seq"',
    title: 'text?',
    description: 'text?',
    trace: 'TraceSeq',
  },
  TraceSeq: {
    title: 'text?',
    description: 'text?',
    common_fields: 'CommonFields?',
    vantage_point: 'VantagePoint?',
    event_schemas: '[uri]',
  },
  CommonFields: { time_format: '"relative_to_epoch"', reference_time: 'ReferenceTime' },
  ReferenceTime: { clock_type: '"system"', epoch: 'rfc3339' },
  VantagePoint: { name: 'text?', type: '"network"', flow: '"server"' },
  Event: { time: 'float64', name: 'text', group_id: 'text?', seq: 'uint32', data: 'map' },
  RawInfo: { length: 'uint64?', payload_length: 'uint64?', data: 'hexstring?' },

  HTTP2ParametersSet: {
    initiator: 'initiator?',
    header_table_size: 'uint32?',
    enable_push: 'uint32?',
    max_concurrent_streams: 'uint32?',
    initial_window_size: 'uint32?',
    max_frame_size: 'uint32?',
    max_header_list_size: 'uint32?',
    extended_connect: 'uint32?',
    no_rfc7540_priorities: 'uint32?',
    // "any number of unspecified fields": what we write for a setting without a name.
    unknown_0x99: 'uint32?',
  },
  // Both frame events, with the fields of our extension.
  HTTP2Frame: {
    stream_id: 'uint32',
    frame: 'map',
    flag_bits: 'uint8?',
    field_section: 'map?',
    priority: 'PriorityFields?',
    rtt_ms: 'float64?',
    window: 'map?',
    violation: 'map?',
  },
  PriorityFields: { exclusive: 'bool', stream_dependency: 'uint32', weight: 'uint8' },
  HTTP2HTTPField: {
    name: 'text?',
    name_bytes: 'hexstring?',
    value: 'text?',
    value_bytes: 'hexstring?',
    redacted: 'bool?',
  },
  HTTP2Setting: { name: 'settingName', name_bytes: 'uint32?', value: 'uint32' },
  HTTP2OriginEntry: { origin_len: 'uint16', 'ascii-origin': 'text?' },
};

/** By `frame_type`; `raw` is of all. */
const FRAMES: Readonly<Record<string, Shape>> = {
  data: { padded: 'bool?', end_stream: 'bool?' },
  headers: {
    priority: 'bool?',
    padded: 'bool?',
    end_headers: 'bool?',
    end_stream: 'bool?',
    headers: '[HTTP2HTTPField]',
  },
  priority: { exclusive: 'bool', stream_dependency: 'uint32', weight: 'uint8' },
  rst_stream: { error_code: 'uint32' },
  settings: { ack: 'bool?', settings: '[HTTP2Setting]' },
  push_promise: {
    padded: 'bool?',
    end_headers: 'bool?',
    promised_stream_id: 'uint32',
    headers: '[HTTP2HTTPField]',
  },
  ping: { ack: 'bool?', opaque_data: 'hexstring' },
  goaway: { last_stream_id: 'uint32', error_code: 'uint32', additional_debug_data: 'hexstring?' },
  window_update: { window_size_increment: 'uint32' },
  continuation: { end_headers: 'bool?', headers: '[HTTP2HTTPField]' },
  unknown: { frame_type_bytes: 'uint32' },
  altsvc: { origin_len: 'uint16', origin: 'text?', 'alt-svc-field-value': 'text?' },
  origin: { origin_entries: '[HTTP2OriginEntry]' },
  priority_update: { prioritized_stream_id: 'uint32', priority_field_value: 'text' },
};

export const QLOG_FRAME_TYPES: readonly string[] = Object.keys(FRAMES);

const EVENTS: Readonly<Record<string, string>> = {
  'http2:parameters_set': 'HTTP2ParametersSet',
  'http2:frame_created': 'HTTP2Frame',
  'http2:frame_parsed': 'HTTP2Frame',
};

const SETTING_NAME =
  /^(settings_(header_table_size|enable_push|max_concurrent_streams|initial_window_size|max_frame_size|max_header_list_size|extended_connect|no_rfc7540_priorities)|unknown)$/;

const uint = (bits: number): Check => {
  const limit = 2 ** bits;
  return (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < limit;
};
const text = (pattern: RegExp): Check => {
  return (value) => typeof value === 'string' && pattern.test(value);
};

const TYPES: Readonly<Record<string, Check>> = {
  uint8: uint(8),
  uint16: uint(16),
  uint32: uint(32),
  // I-JSON: what a number of JavaScript holds.
  uint64: uint(53),
  float64: (value) => typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
  text: (value) => typeof value === 'string',
  hexstring: text(/^([0-9a-f]{2})*$/),
  initiator: text(/^(local|remote)$/),
  uri: text(/^[a-z][a-z0-9+.-]*:\S+$/),
  rfc3339: text(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
  settingName: text(SETTING_NAME),
  map: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

/** @returns what the header record lacks or has too much, a line each */
export function headerFaults(record: unknown): string[] {
  return shapeFaults('header', record, SHAPES.QlogFileSeq ?? {});
}

/** The same for an event, whatever its namespace; `data` of a namespace that is not `http2` is any map. */
export function eventFaults(record: unknown): string[] {
  const faults = shapeFaults('event', record, SHAPES.Event ?? {});
  const { name, data } = Object(record);
  if (!/^[a-z0-9-]+:[a-z0-9_]+$/.test(String(name))) faults.push(`event.name is ${name}`);
  const shape = EVENTS[String(name)];
  if (shape === undefined) return faults;
  faults.push(...typeFaults(String(name), data, shape));
  if (shape === 'HTTP2Frame') faults.push(...frameFaults(Object(data).frame));
  return faults;
}

function frameFaults(frame: unknown): string[] {
  const type = String(Object(frame).frame_type);
  const shape = FRAMES[type];
  if (shape === undefined) return [`frame_type is ${type}`];
  return shapeFaults(type, frame, { frame_type: `"${type}"`, ...shape, raw: 'RawInfo?' });
}

function shapeFaults(path: string, value: unknown, shape: Shape): string[] {
  const map: Readonly<Record<string, unknown>> = Object(value);
  const unknown = Object.keys(map).filter((key) => shape[key] === undefined);
  return [
    ...unknown.map((key) => `${path}.${key} is not in the schema`),
    ...Object.entries(shape).flatMap(([key, type]) => {
      const optional = type.endsWith('?');
      if (map[key] === undefined) return optional ? [] : [`${path}.${key} is missing`];
      return typeFaults(`${path}.${key}`, map[key], optional ? type.slice(0, -1) : type);
    }),
  ];
}

function typeFaults(path: string, value: unknown, type: string): string[] {
  const item = /^\[(\w+)\]$/.exec(type)?.[1];
  if (item !== undefined) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((each, n) => typeFaults(`${path}[${n}]`, each, item));
  }
  const shape = SHAPES[type];
  if (shape !== undefined) return shapeFaults(path, value, shape);
  const right = type.startsWith('"') ? JSON.stringify(value) === type : TYPES[type]?.(value) === true;
  return right ? [] : [`${path} is ${JSON.stringify(value)} and no ${type}`];
}
