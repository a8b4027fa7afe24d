/** The examples of RFC 7541 Appendix C.2 to C.6, as data. */

import type { Representation } from '../../../src/wire/hpack/header-field.ts';

export interface Step {
  readonly section: string;
  readonly hex: string;
  /** "name: value", in the order of the block. */
  readonly fields: readonly string[];
  /** The dynamic table after the block, newest first, and its size. */
  readonly table: readonly string[];
  readonly tableSize: number;
}

export interface Example {
  readonly title: string;
  readonly huffman: boolean;
  readonly maxTableSize: number;
  /** How the encoder of the example was asked to represent every field. */
  readonly representation: Representation;
  /** Blocks of one connection. */
  readonly steps: readonly Step[];
}

const REQUEST = [':method: GET', ':scheme: http', ':path: /', ':authority: www.example.com'];
const SECURE_REQUEST = [':method: GET', ':scheme: https', ':path: /index.html', ':authority: www.example.com'];

const requestLists: readonly Pick<Step, 'fields' | 'table' | 'tableSize'>[] = [
  { fields: REQUEST, table: [':authority: www.example.com'], tableSize: 57 },
  {
    fields: [...REQUEST, 'cache-control: no-cache'],
    table: ['cache-control: no-cache', ':authority: www.example.com'],
    tableSize: 110,
  },
  {
    fields: [...SECURE_REQUEST, 'custom-key: custom-value'],
    table: ['custom-key: custom-value', 'cache-control: no-cache', ':authority: www.example.com'],
    tableSize: 164,
  },
];

const FIRST_DATE = 'date: Mon, 21 Oct 2013 20:13:21 GMT';
const SECOND_DATE = 'date: Mon, 21 Oct 2013 20:13:22 GMT';
const LOCATION = 'location: https://www.example.com';
const COOKIE = 'set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1';

const responseLists: readonly Pick<Step, 'fields' | 'table' | 'tableSize'>[] = [
  {
    fields: [':status: 302', 'cache-control: private', FIRST_DATE, LOCATION],
    table: [LOCATION, FIRST_DATE, 'cache-control: private', ':status: 302'],
    tableSize: 222,
  },
  {
    fields: [':status: 307', 'cache-control: private', FIRST_DATE, LOCATION],
    table: [':status: 307', LOCATION, FIRST_DATE, 'cache-control: private'],
    tableSize: 222,
  },
  {
    fields: [':status: 200', 'cache-control: private', SECOND_DATE, LOCATION, 'content-encoding: gzip', COOKIE],
    table: [COOKIE, 'content-encoding: gzip', SECOND_DATE],
    tableSize: 215,
  },
];

function stepsOf(chapter: string, lists: readonly Pick<Step, 'fields' | 'table' | 'tableSize'>[], blocks: string[]) {
  return lists.map((list, position) => ({
    section: `${chapter}.${position + 1}`,
    hex: blocks[position] ?? '',
    ...list,
  }));
}

function single(
  section: string,
  representation: Representation,
  hex: string,
  field: string,
  tableSize: number,
): Example {
  const step = { section, hex, fields: [field], table: tableSize > 0 ? [field] : [], tableSize };
  return { title: `C.2 ${representation}`, huffman: false, maxTableSize: 4096, representation, steps: [step] };
}

export const EXAMPLES: readonly Example[] = [
  single(
    'C.2.1',
    'LITERAL_INDEXED',
    '400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572',
    'custom-key: custom-header',
    55,
  ),
  single('C.2.2', 'LITERAL', '040c 2f73 616d 706c 652f 7061 7468', ':path: /sample/path', 0),
  single('C.2.3', 'NEVER_INDEXED', '1008 7061 7373 776f 7264 0673 6563 7265 74', 'password: secret', 0),
  single('C.2.4', 'INDEXED', '82', ':method: GET', 0),
  {
    title: 'C.3 requests without Huffman coding',
    huffman: false,
    maxTableSize: 4096,
    representation: 'INDEXED',
    steps: stepsOf('C.3', requestLists, [
      '8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
      '8286 84be 5808 6e6f 2d63 6163 6865',
      '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65',
    ]),
  },
  {
    title: 'C.4 requests with Huffman coding',
    huffman: true,
    maxTableSize: 4096,
    representation: 'INDEXED',
    steps: stepsOf('C.4', requestLists, [
      '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff',
      '8286 84be 5886 a8eb 1064 9cbf',
      '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf',
    ]),
  },
  {
    title: 'C.5 responses without Huffman coding, with eviction',
    huffman: false,
    maxTableSize: 256,
    representation: 'INDEXED',
    steps: stepsOf('C.5', responseLists, [
      `4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d
       546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d`,
      '4803 3330 37c1 c0bf',
      `88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f
       6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b
       2076 6572 7369 6f6e 3d31`,
    ]),
  },
  {
    title: 'C.6 responses with Huffman coding, with eviction',
    huffman: true,
    maxTableSize: 256,
    representation: 'INDEXED',
    steps: stepsOf('C.6', responseLists, [
      `4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7
       8f0b 97c8 e9ae 82ae 43d3`,
      '4883 640e ffc1 c0bf',
      `88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335
       dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07`,
    ]),
  },
];
