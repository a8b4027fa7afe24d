/** The codes of frame types and flags, and their names. */

/** RFC 9113 §6, RFC 7838 §4, RFC 8336 §2, RFC 9218 §7.1. */
export const FRAME_TYPE = {
  DATA: 0x0,
  HEADERS: 0x1,
  PRIORITY: 0x2,
  RST_STREAM: 0x3,
  SETTINGS: 0x4,
  PUSH_PROMISE: 0x5,
  PING: 0x6,
  GOAWAY: 0x7,
  WINDOW_UPDATE: 0x8,
  CONTINUATION: 0x9,
  ALTSVC: 0xa,
  ORIGIN: 0xc,
  PRIORITY_UPDATE: 0x10,
} as const;

export type KnownFrameTypeName = keyof typeof FRAME_TYPE;
export type FrameTypeName = KnownFrameTypeName | 'UNKNOWN';

/** Which of them a frame type defines: `FLAG_LAYOUTS`. */
export const FLAG = { END_STREAM: 0x1, ACK: 0x1, END_HEADERS: 0x4, PADDED: 0x8, PRIORITY: 0x20 } as const;

type FlagName = keyof typeof FLAG;

/** In the order of their bits. Types that are not here define no flags. */
const FLAG_LAYOUTS: { readonly [T in FrameTypeName]?: readonly FlagName[] } = {
  DATA: ['END_STREAM', 'PADDED'],
  HEADERS: ['END_STREAM', 'END_HEADERS', 'PADDED', 'PRIORITY'],
  SETTINGS: ['ACK'],
  PUSH_PROMISE: ['END_HEADERS', 'PADDED'],
  PING: ['ACK'],
  CONTINUATION: ['END_HEADERS'],
};

/** Type codes and flags are bytes. */
const BYTE_VALUES = 256;

const TYPE_NAMES: readonly FrameTypeName[] = typeNames();

/** Type code → flag bits → names, made once, so that naming the flags of a frame costs two look-ups and no memory. */
const FLAG_NAMES: readonly (readonly (readonly string[])[])[] = flagNameTables();

export function frameTypeName(typeCode: number): FrameTypeName {
  return TYPE_NAMES[typeCode] ?? 'UNKNOWN';
}

/**
 * The names of the flags that are set, lowest bit first; a bit that the type does not define is named by its value, "0x40".
 * The same array for the same arguments.
 */
export function flagNames(typeCode: number, flagBits: number): readonly string[] {
  return FLAG_NAMES[typeCode]?.[flagBits] ?? [];
}

function typeNames(): FrameTypeName[] {
  const names = new Array<FrameTypeName>(BYTE_VALUES).fill('UNKNOWN');
  for (const name of Object.keys(FRAME_TYPE) as KnownFrameTypeName[]) names[FRAME_TYPE[name]] = name;
  return names;
}

function flagNameTables(): (readonly (readonly string[])[])[] {
  const undefinedFlags = flagNameTable([]);
  return TYPE_NAMES.map((type) => {
    const layout = FLAG_LAYOUTS[type];
    return layout === undefined ? undefinedFlags : flagNameTable(layout);
  });
}

function flagNameTable(layout: readonly FlagName[]): (readonly string[])[] {
  return Array.from({ length: BYTE_VALUES }, (_, flagBits) => namesOfBits(layout, flagBits));
}

function namesOfBits(layout: readonly FlagName[], flagBits: number): readonly string[] {
  const names: string[] = [];
  for (let bit = 0x1; bit < BYTE_VALUES; bit <<= 1) {
    if ((flagBits & bit) === 0) continue;
    names.push(layout.find((name) => FLAG[name] === bit) ?? `0x${bit.toString(16)}`);
  }
  return names;
}
