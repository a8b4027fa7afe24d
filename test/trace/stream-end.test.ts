/** How streams end. Each script goes on behind OPENING; the line is that of the streamClosed event. */

import { describe, test } from 'node:test';
import { frames } from '../support/frames.ts';
import {
  CALL,
  client,
  FIN,
  type Fields,
  message,
  OK,
  type PlayOptions,
  playOpened,
  type Step,
  server,
  speakers,
  TRAILERS,
} from '../support/script.ts';
import { assertOnly } from '../support/transcript.ts';

const GET = { ':method': 'GET', ':path': '/' };
const END = { endStream: true };

function assertClosed(steps: readonly Step[], options: PlayOptions = {}) {
  return assertOnly('streamClosed', playOpened(steps, options));
}

/** A gRPC call with a message, and the server's answer to it. */
function answered(response: Fields, ...more: readonly Uint8Array[]): Step[] {
  const speak = speakers();
  return [
    client(speak.request(1, CALL), frames.data(1, message('ping'), END)),
    server(speak.response(1, response, more.length === 0 ? END : {}), ...more),
  ];
}

describe('TRAILERS', () => {
  test('OK', () => {
    const { request, response } = speakers();
    assertClosed([
      client(request(1, CALL), frames.data(1, message('ping'), END)),
      server(response(1, OK), frames.data(1, message('pong')), frames.data(1, message('pong'))),
      server(response(1, TRAILERS, END)),
    ])`
      closed 1 TRAILERS by SERVER http=200 grpc=0 OK APPLICATION: the response is complete; 2 ms, first byte 1 1/9 2/18
    `;
  });

  test('an error of the application, percent-decoded; it alone knows if a retry is safe', () => {
    const { request, response } = speakers();
    assertClosed([
      client(request(1, CALL, END)),
      server(response(1, OK), response(1, { 'grpc-status': '5', 'grpc-message': 'caf%C3%A9 not found' }, END)),
    ])`
      closed 1 TRAILERS by SERVER http=200 grpc=5 NOT_FOUND café not found APPLICATION: the response is complete; 1 ms, first byte 1 0/0 0/0
    `;
  });

  test('a status that is no number is UNKNOWN', () => {
    const { request, response } = speakers();
    const trailers = response(1, { ...OK }, {});
    assertClosed([client(request(1, CALL, END)), server(trailers, response(1, { 'grpc-status': 'none' }, END))])`
      closed 1 TRAILERS by SERVER http=200 grpc=2 UNKNOWN APPLICATION: the response is complete; 1 ms, first byte 1 0/0 0/0
    `;
  });

  test('without grpc-status', () => {
    const { request, response } = speakers();
    assertClosed([client(request(1, CALL, END)), server(response(1, OK), response(1, { 'x-a': '1' }, END))])`
      closed 1 TRAILERS by SERVER http=200 UNKNOWN: the response ended without grpc-status; 1 ms, first byte 1 0/0 0/0
    `;
  });

  test('RFC 9113 §8.1: a complete response stays so when the server then resets the rest of the request', () => {
    const { request, response } = speakers();
    assertClosed([
      client(request(1, CALL), frames.data(1, message('ping'))),
      server(response(1, OK), response(1, TRAILERS, END), frames.rst(1, 'NO_ERROR')),
      client(frames.data(1, message('more')), frames.rst(1, 'CANCEL')),
    ])`
      closed 1 TRAILERS by SERVER NO_ERROR http=200 grpc=0 OK APPLICATION: the response is complete; 1 ms, first byte 1 1/9 0/0
    `;
  });

  test('and when the connection closes before the request is complete', () => {
    const { request, response } = speakers();
    assertClosed([client(request(1, CALL)), server(response(1, OK), response(1, TRAILERS, END))], { end: FIN })`
      closed 1 TRAILERS by SERVER http=200 grpc=0 OK APPLICATION: the response is complete; 2 ms, first byte 1 0/0 0/0
    `;
  });
});

describe('TRAILERS_ONLY', () => {
  test('an error: who made it cannot be told', () => {
    assertClosed(answered({ ...OK, 'grpc-status': '12', 'grpc-message': 'unknown method' }))`
      closed 1 TRAILERS_ONLY by SERVER http=200 grpc=12 UNIMPLEMENTED unknown method UNKNOWN: trailers-only reply: a handler, its library or a proxy may have sent it; 1 ms, first byte 1 1/9 0/0
    `;
  });

  test('with the server field of a proxy', () => {
    assertClosed(
      answered({ ...OK, 'grpc-status': '14', 'grpc-message': 'no healthy upstream', server: 'istio-envoy' }),
    )`
      closed 1 TRAILERS_ONLY by SERVER http=200 grpc=14 UNAVAILABLE no healthy upstream INFRASTRUCTURE: trailers-only reply with server: istio-envoy; 1 ms, first byte 1 1/9 0/0
    `;
  });

  test('OK, and END_STREAM on an empty DATA frame', () => {
    assertClosed(answered({ ...OK, 'grpc-status': '0' }, frames.data(1, '', END)))`
      closed 1 TRAILERS_ONLY by SERVER http=200 grpc=0 OK APPLICATION: the response is complete; 1 ms, first byte 1 1/9 0/0
    `;
  });
});

describe('END_STREAM_WITHOUT_TRAILERS', () => {
  test('a gRPC response without status', () => {
    assertClosed(answered(OK, frames.data(1, message('pong'), END)))`
      closed 1 END_STREAM_WITHOUT_TRAILERS by SERVER http=200 UNKNOWN: the response ended without grpc-status; 1 ms, first byte 1 1/9 1/9
    `;
  });

  test('a proxy’s page instead of a gRPC response', () => {
    assertClosed(answered({ ':status': '503', 'content-type': 'text/html' }, frames.data(1, '<html>', END)))`
      closed 1 END_STREAM_WITHOUT_TRAILERS by SERVER http=503 INFRASTRUCTURE: HTTP status 503 without grpc-status: not the answer of a gRPC service; 1 ms, first byte 1 1/9 0/6
    `;
  });

  test('a plain HTTP response', () => {
    const { request, response } = speakers();
    assertClosed([
      client(request(1, GET, END)),
      server(response(1, { ':status': '404' }), frames.data(1, 'gone', { endStream: true, padding: 9 })),
    ])`
      closed 1 END_STREAM_WITHOUT_TRAILERS by SERVER http=404 APPLICATION: the response is complete; 1 ms, first byte 1 0/0 0/4
    `;
  });

  test('RFC 9110 §15: a status that is none', () => {
    assertClosed(answered({ ':status': 'abc' }, frames.data(1, '', END)))`
      closed 1 END_STREAM_WITHOUT_TRAILERS by SERVER UNKNOWN: the head of the response is not known; 1 ms, first byte 1 1/9 0/0
    `;
  });

  test('DATA without a head', () => {
    const { request } = speakers();
    assertClosed([client(request(1, CALL, END)), server(frames.data(1, 'x', END))])`
      closed 1 END_STREAM_WITHOUT_TRAILERS by SERVER UNKNOWN: the head of the response is not known; 1 ms 0/0 0/1
    `;
  });
});

describe('RST_STREAM', () => {
  test('RFC 9113 §6.8: of a stream that the GOAWAY of the server left out, unless it was answered all the same', () => {
    const { request, response } = speakers();
    assertClosed([
      client(request(1, CALL), request(3, CALL), request(5, CALL)),
      server(frames.goaway(1, 'NO_ERROR'), response(5, OK)),
      client(frames.rst(1, 'CANCEL'), frames.rst(3, 'CANCEL'), frames.rst(5, 'CANCEL')),
    ])`
      closed 1 RST_STREAM by CLIENT at REQUEST CANCEL UNKNOWN: cancelled by the client, which named no deadline: its application, a timeout of its own or a proxy; 2 ms 0/0 0/0
      closed 3 RST_STREAM by CLIENT at REQUEST CANCEL INFRASTRUCTURE: left out by the GOAWAY of the server, RFC 9113 §6.8; retrySafe=true 2 ms 0/0 0/0
      closed 5 RST_STREAM by CLIENT at RESPONSE CANCEL http=200 UNKNOWN: cancelled by the client, which named no deadline: its application, a timeout of its own or a proxy; retrySafe=false 2 ms, first byte 1 0/0 0/0
    `;
  });

  test('an informational response is no answer', () => {
    const { request, response } = speakers();
    assertClosed([
      client(request(1, CALL)),
      server(response(1, { ':status': '100' }), frames.rst(1, 'INTERNAL_ERROR')),
    ])`
      closed 1 RST_STREAM by SERVER at REQUEST INTERNAL_ERROR UNKNOWN: reset by the server: a handler, a library or a proxy may do that; 1 ms 0/0 0/0
    `;
  });

  test('CANCEL by the client before the response', () => {
    const { request } = speakers();
    assertClosed([client(request(1, CALL)), client(frames.rst(1, 'CANCEL'))])`
      closed 1 RST_STREAM by CLIENT at REQUEST CANCEL UNKNOWN: cancelled by the client, which named no deadline: its application, a timeout of its own or a proxy; 1 ms 0/0 0/0
    `;
  });

  test('CANCEL by the client within the response: a retry is not safe', () => {
    const { request, response } = speakers();
    assertClosed([client(request(1, CALL, END)), server(response(1, OK)), client(frames.rst(1, 'CANCEL'))])`
      closed 1 RST_STREAM by CLIENT at RESPONSE CANCEL http=200 UNKNOWN: cancelled by the client, which named no deadline: its application, a timeout of its own or a proxy; retrySafe=false 2 ms, first byte 1 0/0 0/0
    `;
  });

  test('RFC 9113 §8.7: REFUSED_STREAM, a retry is safe', () => {
    const { request } = speakers();
    assertClosed([client(request(1, CALL, END)), server(frames.rst(1, 'REFUSED_STREAM'))])`
      closed 1 RST_STREAM by SERVER at WAITING REFUSED_STREAM INFRASTRUCTURE: refused before any processing, RFC 9113 §8.7; retrySafe=true 1 ms 0/0 0/0
    `;
  });

  test('REFUSED_STREAM by the client says nothing of what the server did', () => {
    const { request } = speakers();
    assertClosed([client(request(1, CALL)), client(frames.rst(1, 'REFUSED_STREAM'))])`
      closed 1 RST_STREAM by CLIENT at REQUEST REFUSED_STREAM UNKNOWN: reset by the client: its application, its library or a proxy may do that; 1 ms 0/0 0/0
    `;
  });

  test('INTERNAL_ERROR by the server after its headers', () => {
    const { request, response } = speakers();
    assertClosed([
      client(request(1, CALL, END)),
      server(response(1, OK), frames.data(1, message('a')), frames.rst(1, 'INTERNAL_ERROR')),
    ])`
      closed 1 RST_STREAM by SERVER at RESPONSE INTERNAL_ERROR http=200 UNKNOWN: reset by the server: a handler, a library or a proxy may do that; retrySafe=false 1 ms, first byte 1 0/0 1/6
    `;
  });

  test('with a code that has no name', () => {
    const { request } = speakers();
    assertClosed([client(request(1, CALL)), server(frames.raw(0x3, 0, 1, '\xff\xff\xff\xff'))])`
      closed 1 RST_STREAM by SERVER at REQUEST UNKNOWN: reset by the server: a handler, a library or a proxy may do that; 1 ms 0/0 0/0
    `;
  });

  test('by both sides at once: the first that passes us', () => {
    const { request } = speakers();
    assertClosed([client(request(1, CALL)), server(frames.rst(1, 'INTERNAL_ERROR')), client(frames.rst(1, 'CANCEL'))])`
      closed 1 RST_STREAM by SERVER at REQUEST INTERNAL_ERROR UNKNOWN: reset by the server: a handler, a library or a proxy may do that; 1 ms 0/0 0/0
    `;
  });

  test('of a stream that is not known closes none', () => {
    assertClosed([client(frames.rst(1, 'CANCEL'))])``;
  });
});

describe('CONNECTION_CLOSED', () => {
  test('by a side, before and within the response', () => {
    const { request, response } = speakers();
    const steps = [client(request(1, CALL, END), request(3, CALL, END)), server(response(1, OK))];
    assertClosed(steps, { end: { how: 'RST', endedBy: 'CLIENT' } })`
      closed 1 CONNECTION_CLOSED by CLIENT at RESPONSE http=200 INFRASTRUCTURE: the connection ended before the response did: RST of the client, without a GOAWAY; retrySafe=false 2 ms, first byte 1 0/0 0/0
      closed 3 CONNECTION_CLOSED by CLIENT at WAITING INFRASTRUCTURE: the connection ended before the response did: RST of the client, without a GOAWAY; 2 ms 0/0 0/0
    `;
  });

  test('by us: told as the server’s, whose place we take', () => {
    const { request } = speakers();
    assertClosed([client(request(1, CALL, END))], { end: { how: 'LOCAL' } })`
      closed 1 CONNECTION_CLOSED by SERVER at WAITING INFRASTRUCTURE: the connection ended before the response did: cut by us; 1 ms 0/0 0/0
    `;
  });

  test('RFC 9113 §6.8: past the last stream id of the server’s GOAWAY nothing was processed', () => {
    const { request } = speakers();
    const steps = [client(request(1, CALL, END), request(3, CALL, END)), server(frames.goaway(1))];
    assertClosed(steps, { end: FIN })`
      closed 1 CONNECTION_CLOSED by CLIENT at WAITING INFRASTRUCTURE: the connection ended before the response did: FIN of the client, behind a GOAWAY of the server; 2 ms 0/0 0/0
      closed 3 CONNECTION_CLOSED by CLIENT at WAITING INFRASTRUCTURE: the connection ended before the response did: FIN of the client, behind a GOAWAY of the server; retrySafe=true 2 ms 0/0 0/0
    `;
  });

  test('the client’s GOAWAY is about promised streams only', () => {
    const { request } = speakers();
    assertClosed([client(request(3, CALL, END), frames.goaway(0))], { end: FIN })`
      closed 3 CONNECTION_CLOSED by CLIENT at WAITING APPLICATION: the connection ended before the response did: FIN of the client, behind a GOAWAY of the client; 1 ms 0/0 0/0
    `;
  });
});
