/** What each transport fault makes of an answer of two messages, as transcripts of what either side gets. */

import assert from 'node:assert/strict';
import type { TransportFault } from '../../../src/faults/fault.ts';
import { ERROR_CODE } from '../../../src/wire/http2/error-code.ts';
import { SETTING } from '../../../src/wire/http2/settings.ts';
import { message, Session, staged, stageOf } from './support.ts';

export const STREAM = 'STREAM';
export const CONNECTION = 'CONNECTION';

export const HEAD = ':status=200 content-type=application/grpc+proto x-id=abc';
export const TRAILERS = 'grpc-status=0 grpc-message=fine x-end=z';

export function data(streamId: number, text: string, flags = ''): string {
  return `DATA ${streamId} ${JSON.stringify(text)}${flags}`;
}

/** Of two messages, as it is where nothing goes wrong. */
export const ANSWER = [
  `HEADERS 1 ${HEAD} END_HEADERS`,
  data(1, message('hello')),
  data(1, message('world')),
  `HEADERS 1 ${TRAILERS} END_STREAM END_HEADERS`,
];
/** Of the next stream of the same connection: it tells whether the table of the client is still right. */
export const NEXT = [
  `HEADERS 3 ${HEAD} END_HEADERS`,
  data(3, message('again')),
  `HEADERS 3 ${TRAILERS} END_STREAM END_HEADERS`,
];

interface Case {
  readonly name: string;
  readonly fault: TransportFault;
  /** Of the first answer. */
  readonly client: readonly string[];
  /** What the server gets that its client did not send. */
  readonly server?: readonly string[];
  /** The connection has ended: there is no next stream. */
  readonly ends?: true;
}

const PAGE =
  '<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n' +
  '<body>\r\n<center><h1>503 Service Temporarily Unavailable</h1></center>\r\n</body>\r\n</html>\r\n';

export function rst(stage: Parameters<typeof stageOf>[0], messageNumber?: number): TransportFault {
  return {
    kind: 'RST_STREAM',
    scope: STREAM,
    stage: stageOf(stage, messageNumber),
    errorCode: ERROR_CODE.INTERNAL_ERROR,
  };
}

export const RESET = 'RST_STREAM 1 INTERNAL_ERROR';
/** Each message of ten bytes that the client does not get is given back to the server. */
export const CREDIT = 'WINDOW_UPDATE 0 +10';

export const CASES: readonly Case[] = [
  { name: 'RST_STREAM at once', fault: rst('ONCE'), client: [RESET], server: [CREDIT, CREDIT] },
  {
    name: 'RST_STREAM before the header fields',
    fault: rst('BEFORE_HEADERS'),
    client: [RESET],
    server: [CREDIT, CREDIT],
  },
  {
    name: 'RST_STREAM after the header fields',
    fault: rst('AFTER_HEADERS'),
    client: [...ANSWER.slice(0, 1), RESET],
    server: [CREDIT, CREDIT],
  },
  {
    name: 'RST_STREAM after message 1',
    fault: rst('AFTER_MESSAGE', 1),
    client: [...ANSWER.slice(0, 2), RESET],
    server: [CREDIT],
  },
  {
    name: 'RST_STREAM after a message that never comes does not happen',
    fault: rst('AFTER_MESSAGE', 3),
    client: ANSWER,
  },
  {
    name: 'RST_STREAM before the trailers',
    fault: rst('BEFORE_TRAILERS'),
    client: [...ANSWER.slice(0, 3), RESET],
  },
  {
    name: 'GOAWAY with NO_ERROR lets the streams up to its last one end',
    fault: { kind: 'GOAWAY', scope: STREAM, stage: stageOf('ONCE'), errorCode: 0, debug: 'bye', isGraceful: false },
    client: ['GOAWAY 0 last=1 NO_ERROR bye', ...ANSWER],
    server: ['WINDOW_UPDATE 0 +10'],
    ends: true,
  },
  {
    name: 'GOAWAY with an error closes the connection, RFC 9113 §5.4.1',
    fault: {
      kind: 'GOAWAY',
      scope: STREAM,
      stage: stageOf('AFTER_HEADERS'),
      errorCode: ERROR_CODE.ENHANCE_YOUR_CALM,
      debug: 'too_many_pings',
      isGraceful: false,
    },
    client: [
      ...ANSWER.slice(0, 1),
      'GOAWAY 0 last=1 ENHANCE_YOUR_CALM too_many_pings',
      'FIN: goaway ENHANCE_YOUR_CALM, a fault that was asked for',
    ],
    ends: true,
  },
  {
    name: 'GOAWAY with a lower last stream id answers the streams above it no more',
    fault: {
      kind: 'GOAWAY',
      scope: STREAM,
      stage: stageOf('BEFORE_HEADERS'),
      errorCode: 0,
      debug: '',
      lastStreamId: 0,
      isGraceful: false,
    },
    client: ['GOAWAY 0 last=0 NO_ERROR '],
    server: [CREDIT, CREDIT, CREDIT],
    ends: true,
  },
  {
    name: 'FIN after message 2',
    fault: staged('FIN', 'AFTER_MESSAGE', 2),
    client: [...ANSWER.slice(0, 3), 'FIN: fin, a fault that was asked for'],
    ends: true,
  },
  {
    name: 'TCP RST before the trailers',
    fault: staged('TCP_RST', 'BEFORE_TRAILERS'),
    client: [...ANSWER.slice(0, 3), 'RST: tcp_rst, a fault that was asked for'],
    ends: true,
  },
  {
    name: 'silence of a stream: the server goes on, and the other streams too',
    fault: staged('SILENCE', 'AFTER_HEADERS'),
    client: ANSWER.slice(0, 1),
    server: [CREDIT, CREDIT],
  },
  {
    name: 'silence of the connection',
    fault: { kind: 'SILENCE', scope: CONNECTION, stage: stageOf('AFTER_MESSAGE', 1) },
    client: ANSWER.slice(0, 2),
    ends: true,
  },
  {
    name: 'no trailers: END_STREAM is on DATA',
    fault: { kind: 'NO_TRAILERS', scope: STREAM },
    client: [...ANSWER.slice(0, 3), data(1, '', ' END_STREAM')],
  },
  {
    name: 'trailers without grpc-status',
    fault: { kind: 'NO_GRPC_STATUS', scope: STREAM },
    client: [...ANSWER.slice(0, 3), 'HEADERS 1 x-end=z END_STREAM END_HEADERS'],
  },
  {
    name: 'trailers-only, its message in percent-encoding',
    fault: { kind: 'TRAILERS_ONLY', scope: STREAM, grpcStatus: 14, message: '50% ü' },
    client: [
      'HEADERS 1 :status=200 content-type=application/grpc grpc-status=14 grpc-message=50%25 %C3%BC END_STREAM END_HEADERS',
    ],
    server: [CREDIT, CREDIT],
  },
  {
    // The page is longer than what the server sent: the client will give credit for more than that.
    name: 'an error page of a proxy',
    fault: { kind: 'HTML', scope: STREAM, httpStatus: 503 },
    client: [
      `HEADERS 1 :status=503 content-type=text/html content-length=${PAGE.length} END_HEADERS`,
      data(1, PAGE, ' END_STREAM'),
    ],
  },
  {
    name: 'a message without its second half, and nothing behind it but the end',
    fault: { kind: 'TRUNCATED_MESSAGE', scope: STREAM, message: 1 },
    client: [...ANSWER.slice(0, 1), data(1, message('hello').slice(0, 7)), ...ANSWER.slice(3)],
    server: ['WINDOW_UPDATE 0 +3', 'WINDOW_UPDATE 1 +3', CREDIT, 'WINDOW_UPDATE 1 +10'],
  },
  {
    name: 'a prefix that says another length',
    fault: { kind: 'WRONG_LENGTH', scope: STREAM, length: 77 },
    client: [...ANSWER.slice(0, 1), data(1, `\0\0\0\0${'M'}hello`), ...ANSWER.slice(2)],
  },
  {
    name: 'SETTINGS of ours',
    fault: { kind: 'SETTINGS', scope: STREAM, settings: [{ code: SETTING.MAX_CONCURRENT_STREAMS, value: 1 }] },
    client: ['SETTINGS 0 MAX_CONCURRENT_STREAMS=1', ...ANSWER],
  },
  {
    name: 'a flood of PINGs',
    fault: { kind: 'PING_FLOOD', scope: STREAM, count: 2, intervalMs: 0 },
    client: ['PING 0 7372652100000001', 'PING 0 7372652100000002', ...ANSWER],
  },
  {
    name: 'padding on every frame of the stream',
    fault: { kind: 'PADDING', scope: STREAM, bytes: 7 },
    client: ANSWER.map((line) => `${line} PADDED`),
  },
  {
    name: 'header blocks in fragments',
    fault: { kind: 'CONTINUATION', scope: STREAM, fragmentBytes: 20 },
    client: [
      'HEADERS 1',
      `CONTINUATION 1 ${HEAD} END_HEADERS`,
      ...ANSWER.slice(1, 3),
      'HEADERS 1 END_STREAM',
      `CONTINUATION 1 ${TRAILERS} END_HEADERS`,
    ],
  },
];

/** Asks, answers with two messages, and answers another stream. */

export function play(
  fault: TransportFault,
  answer = (session: Session) => session.answer(1, ['hello', 'world']),
): Session {
  const session = new Session().open();
  session.request(1);
  session.server.lines.length = 0;
  assert.equal(session.injector.arm(1, [fault]), undefined);
  answer(session);
  session.request(3);
  session.answer(3, ['again']);
  session.injector.closed();
  return session;
}
