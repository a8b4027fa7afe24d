/** Whether a retry is safe, and why: the scripts are those of clients and servers, behind OPENING. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { StreamClosed, TraceEvent } from '../../src/trace/event.ts';
import { frames, PREFACE } from '../support/frames.ts';
import { CALL, client, FIN, OK, play, playOpened, type Step, server, speakers, TRAILERS } from '../support/script.ts';

const END = { endStream: true };
const CUT = { end: { how: 'RST', endedBy: 'SERVER' } } as const;

function ends(events: readonly TraceEvent[]): StreamClosed[] {
  return events.flatMap((event) => (event.kind === 'streamClosed' ? [event.streamClosed] : []));
}

function assertRetry(events: readonly TraceEvent[], safe: boolean | undefined, reason: RegExp): void {
  const [end, ...others] = ends(events);
  assert.equal(others.length, 0);
  assert.equal(end?.retrySafe, safe);
  assert.match(end?.retryReason ?? '', reason);
}

describe('a retry is safe', () => {
  test('RFC 9113 §8.7: behind REFUSED_STREAM of the server', () => {
    const { request } = speakers();
    const steps = [client(request(1, CALL, END)), server(frames.rst(1, 'REFUSED_STREAM'))];
    assertRetry(playOpened(steps), true, /^REFUSED_STREAM: .*RFC 9113 §8\.7$/);
  });

  test('RFC 9113 §6.8: above the last stream id of a GOAWAY, whoever ends the stream then', () => {
    const call = () => [client(speakers().request(3, CALL, END)), server(frames.goaway(1))];
    const reason = /above the last stream id of the GOAWAY.*RFC 9113 §6\.8$/;
    assertRetry(playOpened([...call(), client(frames.rst(3, 'CANCEL'))]), true, reason);
    assertRetry(playOpened(call(), { end: FIN }), true, reason);
  });

  test('RFC 9113 §3.4, gRFC A6: where the server never sent its SETTINGS', () => {
    const call = () => client(PREFACE, frames.settings(), speakers().request(1, CALL, END));
    const reason = /never sent its SETTINGS, RFC 9113 §3\.4.*gRFC A6/;
    assertRetry(play([call()], CUT), true, reason);
    assertRetry(play([call(), client(frames.rst(1, 'CANCEL'))]), true, reason);
    // An ACK is no SETTINGS of its own.
    assertRetry(play([call(), server(frames.settingsAck())], CUT), true, reason);
    assertRetry(play([call(), server(frames.settings())], CUT), undefined, /^nobody can tell/);
  });
});

describe('a retry is not safe', () => {
  const begun = (...behind: readonly Step[]) => {
    const { request, response } = speakers();
    return [client(request(1, CALL, END)), server(response(1, OK)), ...behind];
  };

  test('where an answer had begun, whatever the server says then', () => {
    const reason = /^an answer had begun/;
    assertRetry(playOpened(begun(client(frames.rst(1, 'CANCEL')))), false, reason);
    assertRetry(playOpened(begun(), CUT), false, reason);
    assertRetry(playOpened(begun(server(frames.goaway(0))), { end: FIN }), false, reason);
    assertRetry(playOpened(begun(server(frames.rst(1, 'REFUSED_STREAM')))), false, reason);
  });

  test('also where nothing but its content came', () => {
    const steps = [client(speakers().request(1, CALL, END)), server(frames.data(1, 'x'))];
    assertRetry(playOpened(steps, CUT), false, /^an answer had begun/);
  });
});

describe('nobody can tell', () => {
  test('of a complete response, whose status is for the application', () => {
    const { request, response } = speakers();
    const steps = [client(request(1, CALL, END)), server(response(1, OK), response(1, TRAILERS, END))];
    assertRetry(playOpened(steps), undefined, /^the response is complete: the application knows/);
  });

  test('of a request without an answer: the server may have worked on it', () => {
    const call = () => client(speakers().request(1, CALL, END));
    const reason = /^nobody can tell: the server may have worked on the request$/;
    assertRetry(playOpened([call(), client(frames.rst(1, 'CANCEL'))]), undefined, reason);
    assertRetry(playOpened([call(), server(frames.rst(1, 'INTERNAL_ERROR'))]), undefined, reason);
    assertRetry(playOpened([call(), client(frames.rst(1, 'REFUSED_STREAM'))]), undefined, reason);
    assertRetry(playOpened([call()], CUT), undefined, reason);
  });
});
