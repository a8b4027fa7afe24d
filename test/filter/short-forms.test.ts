import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { compileFilter } from '../../src/filter/filter.ts';
import { SHORT_FORMS } from '../../src/filter/short-forms.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import {
  connectionOpened,
  type EventBody,
  field,
  finding,
  frame,
  headers,
  message,
  sampleBodies,
  stamp,
  streamClosed,
} from '../support/events.ts';
import { assertRefused, refusal } from './refusals.ts';

const SAMPLES = stamp(sampleBodies(), 'c3');

const ECHO = { service: 'sre.echo.v1.EchoService', method: 'Echo' };

function opened(parts: { path?: string; method?: string; rpc?: typeof ECHO }): EventBody {
  return { kind: 'streamOpened', streamOpened: { streamId: 5, method: 'POST', path: '/', authority: '', ...parts } };
}

function http1(from: 'CLIENT' | 'SERVER', startLine: string, name = 'Host', value = 'a'): EventBody {
  const fields = [{ name, value, redacted: false }];
  return { kind: 'http1', http1: { from, stage: 'HEAD', index: 5, startLine, fields } };
}

function request(name: string, value: string): EventBody {
  return frame('CLIENT', 'HEADERS', 5, { headers: headers('REQUEST', [field('te', 'trailers'), field(name, value)]) });
}

const RESET = frame('CLIENT', 'RST_STREAM', 5, { rstStream: { error: 'CANCEL', errorCode: 8 } });
const GOAWAY = frame('SERVER', 'GOAWAY', 0, {
  goaway: { lastStreamId: 5, error: 'NO_ERROR', errorCode: 0, debug: '' },
});
const CANCELLED = streamClosed({ streamId: 5, error: 'CANCEL', errorCode: 8, origin: 'INFRASTRUCTURE' });
const STATUS = (code: number, httpStatus: number) =>
  streamClosed({ streamId: 7, httpStatus, grpcStatus: { code, name: '', message: '' } });
const DATA = frame('SERVER', 'DATA', 7);
const MESSAGE = message('CLIENT', 5, { rpc: ECHO });
const FINDING = finding({ streamId: 5, rule: 'K1' });

interface Case {
  readonly typed: string;
  readonly cel: string;
  readonly finds: readonly EventBody[];
  readonly not: readonly EventBody[];
}

const CASES: readonly Case[] = [
  {
    typed: 'stream:5',
    cel:
      'frame.streamId == 5 || message.streamId == 5 || streamOpened.streamId == 5 || ' +
      'streamClosed.streamId == 5 || finding.streamId == 5 || http1.index == 5',
    finds: [RESET, MESSAGE, opened({}), CANCELLED, FINDING, http1('CLIENT', 'GET / HTTP/1.1')],
    not: [DATA, GOAWAY, finding(), STATUS(0, 200)],
  },
  { typed: 'conn:c3', cel: 'conn == "c3"', finds: [DATA, FINDING], not: [] },
  { typed: 'conn:3', cel: 'conn == "c3"', finds: [DATA], not: [] },
  { typed: 'conn!=C3', cel: 'conn != "c3"', finds: [], not: [DATA, FINDING] },
  { typed: 'kind:STREAMclosed', cel: 'kind == "streamClosed"', finds: [CANCELLED], not: [DATA] },
  { typed: 'seq>=2', cel: 'seq >= 2', finds: [], not: [DATA] },
  { typed: 'seq<2', cel: 'seq < 2', finds: [DATA, FINDING], not: [] },
  { typed: 'type:RST_STREAM', cel: 'frame.type == "RST_STREAM"', finds: [RESET], not: [DATA, CANCELLED] },
  { typed: 'rst-stream', cel: 'frame.type == "RST_STREAM"', finds: [RESET], not: [DATA] },
  { typed: 'type!=data', cel: 'frame.type != "DATA"', finds: [RESET], not: [DATA, CANCELLED] },
  {
    typed: 'from:client',
    cel: 'frame.from == "CLIENT" || message.from == "CLIENT" || http1.from == "CLIENT"',
    finds: [RESET, MESSAGE, http1('CLIENT', 'GET / HTTP/1.1')],
    not: [DATA, CANCELLED],
  },
  {
    typed: 'error:CANCEL',
    cel:
      'frame.type == "RST_STREAM" && frame.rstStream.error == "CANCEL" || ' +
      'frame.type == "GOAWAY" && frame.goaway.error == "CANCEL" || streamClosed.error == "CANCEL"',
    finds: [RESET, CANCELLED],
    not: [GOAWAY, DATA, STATUS(0, 200)],
  },
  {
    typed: 'error!=cancel',
    cel:
      'frame.type == "RST_STREAM" && frame.rstStream.error != "CANCEL" || ' +
      'frame.type == "GOAWAY" && frame.goaway.error != "CANCEL" || streamClosed.error != "CANCEL"',
    finds: [GOAWAY],
    not: [RESET, CANCELLED, DATA, STATUS(0, 200)],
  },
  {
    typed: 'grpc-status!=0',
    cel: 'streamClosed.grpcStatus.code != 0',
    finds: [STATUS(14, 200)],
    not: [STATUS(0, 200), CANCELLED, DATA],
  },
  {
    typed: 'grpc-status:UNAVAILABLE',
    cel: 'streamClosed.grpcStatus.code == 14',
    finds: [STATUS(14, 200)],
    not: [STATUS(13, 200)],
  },
  {
    typed: 'GRPC-Status=14',
    cel: 'streamClosed.grpcStatus.code == 14',
    finds: [STATUS(14, 200)],
    not: [STATUS(13, 200)],
  },
  {
    typed: 'grpc-status>=13',
    cel: 'streamClosed.grpcStatus.code >= 13',
    finds: [STATUS(14, 200)],
    not: [STATUS(4, 200)],
  },
  {
    typed: 'status:503',
    cel: 'streamClosed.httpStatus == 503 || http1.from == "SERVER" && int(http1.startLine.substring(9, 12)) == 503',
    finds: [STATUS(0, 503), http1('SERVER', 'HTTP/1.1 503 Service Unavailable')],
    not: [STATUS(0, 200), http1('SERVER', 'HTTP/1.1 200 OK'), http1('CLIENT', 'GET /1234503 HTTP/1.1'), CANCELLED],
  },
  {
    typed: 'status>=500',
    cel: 'streamClosed.httpStatus >= 500 || http1.from == "SERVER" && int(http1.startLine.substring(9, 12)) >= 500',
    finds: [STATUS(0, 503), http1('SERVER', 'HTTP/1.0 500 ')],
    not: [STATUS(0, 499), http1('SERVER', 'HTTP/1.1 404 Not Found')],
  },
  {
    typed: 'origin:infrastructure',
    cel: 'streamClosed.origin == "INFRASTRUCTURE"',
    finds: [CANCELLED],
    not: [STATUS(0, 200)],
  },
  {
    typed: 'method:Echo',
    cel:
      'streamOpened.rpc.method == "Echo" || streamOpened.method == "Echo" || ' +
      'message.rpc.method == "Echo" || http1.startLine.startsWith("Echo ")',
    finds: [opened({ rpc: ECHO }), MESSAGE],
    not: [opened({}), message('CLIENT', 5), DATA],
  },
  {
    typed: 'method:GET',
    cel:
      'streamOpened.rpc.method == "GET" || streamOpened.method == "GET" || ' +
      'message.rpc.method == "GET" || http1.startLine.startsWith("GET ")',
    finds: [opened({ method: 'GET' }), http1('CLIENT', 'GET / HTTP/1.1')],
    not: [opened({ rpc: ECHO }), http1('SERVER', 'HTTP/1.1 200 OK')],
  },
  {
    typed: 'service:sre.echo.v1.EchoService',
    cel: 'streamOpened.rpc.service == "sre.echo.v1.EchoService" || message.rpc.service == "sre.echo.v1.EchoService"',
    finds: [opened({ rpc: ECHO }), MESSAGE],
    not: [opened({}), message('CLIENT', 5)],
  },
  {
    typed: 'path:/echo',
    cel:
      'streamOpened.path == "/echo" || streamOpened.path.startsWith("/echo?") || ' +
      'http1.startLine.contains(" /echo ") || http1.startLine.contains(" /echo?")',
    finds: [opened({ path: '/echo' }), opened({ path: '/echo?x=1' }), http1('CLIENT', 'GET /echo?x=1 HTTP/1.1')],
    not: [opened({ path: '/echoes' }), http1('CLIENT', 'GET /echoes HTTP/1.1'), http1('SERVER', 'HTTP/1.1 200 OK')],
  },
  {
    typed: 'header:X-Request-Id=abc',
    cel:
      'frame.headers.fields.exists(f, f.name == "x-request-id" && f.value == "abc") || ' +
      'http1.fields.exists(f, f.name.lowerAscii() == "x-request-id" && f.value == "abc") || ' +
      'http1.trailers.exists(f, f.name.lowerAscii() == "x-request-id" && f.value == "abc")',
    finds: [request('x-request-id', 'abc'), http1('CLIENT', 'GET / HTTP/1.1', 'X-REQUEST-ID', 'abc')],
    not: [request('x-request-id', 'abcd'), DATA, http1('CLIENT', 'GET / HTTP/1.1', 'X-Request', 'abc')],
  },
  {
    typed: 'header:te',
    cel:
      'frame.headers.fields.exists(f, f.name == "te") || http1.fields.exists(f, f.name.lowerAscii() == "te") || ' +
      'http1.trailers.exists(f, f.name.lowerAscii() == "te")',
    finds: [request('a', 'b'), http1('CLIENT', 'GET / HTTP/1.1', 'TE', 'trailers')],
    not: [DATA, http1('CLIENT', 'GET / HTTP/1.1')],
  },
  { typed: 'listener:grpc', cel: 'connectionOpened.listener == "grpc"', finds: [connectionOpened()], not: [DATA] },
  { typed: 'rule:K1', cel: 'finding.rule == "K1"', finds: [FINDING], not: [finding(), DATA] },
  {
    typed: 'severity:error',
    cel: 'finding.severity == "ERROR"',
    finds: [FINDING],
    not: [finding({ severity: 'INFO' })],
  },
];

/** Each with `seq` 1, so that an order of events does not show. */
function events(bodies: readonly EventBody[]): TraceEvent[] {
  return bodies.flatMap((body) => stamp([body], 'c3'));
}

suite('each short form is CEL, finds what it says, and nothing else', () => {
  for (const { typed, cel, finds, not } of CASES) {
    test(typed, () => {
      const filter = compileFilter(typed);
      assert.equal(filter.cel, cel);
      for (const event of events(finds)) assert.ok(filter.matches(event), `event ${event.seq}, ${event.kind}`);
      for (const event of events(not)) assert.ok(!filter.matches(event), `event ${event.seq}, ${event.kind}`);
    });
  }

  test('each row of the table is among these', () => {
    const tried = new Set(CASES.map(({ typed }) => /^[a-z-]+/i.exec(typed)?.[0].toLowerCase()));
    for (const { name } of SHORT_FORMS) assert.ok(tried.has(name), name);
  });
});

suite('what is written out is a filter that says the same', () => {
  for (const { typed } of CASES) {
    test(typed, () => {
      const [short, cel] = [compileFilter(typed), compileFilter(compileFilter(typed).cel)];
      for (const event of SAMPLES) assert.equal(short.matches(event), cel.matches(event));
    });
  }
});

suite('- and ! find all other events, of any kind', () => {
  for (const { typed } of CASES) {
    test(`-${typed}`, () => {
      const filter = compileFilter(typed);
      for (const sign of ['-', '!']) {
        const negated = compileFilter(`${sign}${typed}`);
        assert.match(negated.cel, /^!\(.*\)$/);
        for (const event of SAMPLES)
          assert.equal(negated.matches(event), !filter.matches(event), `event ${event.seq}, ${event.kind}`);
      }
    });
  }
});

suite('several short forms', () => {
  test('hold all together', () => {
    const filter = compileFilter('  from:client\t-type:HEADERS seq>2\n');
    assert.equal(
      filter.cel,
      '(frame.from == "CLIENT" || message.from == "CLIENT" || http1.from == "CLIENT")' +
        ' && !(kind == "frame" && frame.type == "HEADERS") && seq > 2',
    );
    for (const event of SAMPLES) {
      const all = ['from:client', '-type:HEADERS', 'seq>2'].every((text) => compileFilter(text).matches(event));
      assert.equal(filter.matches(event), all);
    }
  });

  test('have their limit', () => {
    const error = refusal(Array.from({ length: 60 }, () => 'stream:5').join(' '));
    assert.match(error.reason, /characters of CEL, expected up to 8192/);
  });
});

suite('a value that is none is refused, at its place', () => {
  const cases: readonly [string, RegExp][] = [
    ['stream:¦x', /stream got "x", expected a whole number/],
    ['seq:¦-1', /a whole number/],
    ['type:¦RSTSTREAM', /did you mean RST_STREAM\?/],
    ['conn:c1 type:¦', /type got nothing/],
    ['grpc-status:¦17', /0 to 16/],
    ['grpc-status:¦UNAVALABLE', /did you mean UNAVAILABLE\?/],
    ['status>=¦5xx', /100 to 599/],
    ['kind:¦frames', /did you mean frame\?/],
    ['conn:¦d3', /for example c3/],
    ['header:¦"a b"', /the name of a header field/],
    ['¦method!=Echo', /takes no !=, expected one of : = ==/],
    ['¦type>DATA', /takes no >/],
    ['¦strem:5', /no short form strem, did you mean stream\?/],
    ['conn:c3 ¦zzz:5', /no short form zzz, expected stream, conn/],
    ['¦DAT', /did you mean DATA\?/],
    ['¦finding', /did you mean kind:finding\?/],
    ['¦hello', /expected a frame type, a short form \(stream, .*\), or CEL/],
  ];
  for (const [marked, reason] of cases) test(marked, () => assertRefused(marked, reason));
});

suite('a text is short forms as a whole, or CEL', () => {
  test('CEL is shown as it was typed', () => {
    for (const text of ['seq > 100', ' seq>100&&conn=="c3" ', 'kind == "frame" && !(conn in ["c1"])']) {
      assert.equal(compileFilter(text).cel, text);
    }
  });

  test('who mixes them is told so, with the CEL of what was meant', () => {
    assertRefused(
      '¦type:DATA && stream:5',
      /"type:DATA" is a short form and "&&" is not.*all CEL: frame\.type == "DATA"/,
    );
    assertRefused('frame.length > 5 ¦conn:c3', /"conn:c3" is a short form and "frame.length" is not/);
    assertRefused('kind == "frame" || (¦stream == 5)', /stream is a short form and no variable/);
  });
});

suite('what is typed stays a value', () => {
  const values = [
    'a"b',
    'a\\',
    '" || true || "',
    '\\" || true',
    "'",
    'a) || (true',
    '\u2028',
    '\n',
    'J\u00f6rg',
    '😀',
    '\ud800',
    '\u0000',
  ];
  for (const value of values) {
    test(JSON.stringify(value), () => {
      const typed = `"${value.replace(/["\\]/g, '\\$&')}"`;
      const wellFormed = value.replace(/\p{Cs}/gu, '\ufffd');
      const [hit, miss] = stamp([finding({ rule: wellFormed }), finding({ rule: 'K1' })]);
      assert.ok(hit && miss);
      const filter = compileFilter(`rule:${typed}`);
      assert.deepEqual([filter.matches(hit), filter.matches(miss)], [true, false]);
      const [field, other] = stamp([request('x-a', wellFormed), request('x-a', 'b')]);
      assert.ok(field && other);
      const header = compileFilter(`header:x-a=${typed}`);
      assert.deepEqual([header.matches(field), header.matches(other)], [true, false]);
    });
  }

  test('quotes of either kind hold blanks together, and are none of the value', () => {
    for (const typed of [`rule:"a b's"`, `rule:'a b\\'s'`, `rule="a b's"`]) {
      assert.equal(compileFilter(typed).cel, `finding.rule == "a b's"`);
    }
    assert.match(compileFilter(`header:x-a='b "c"'`).cel, /f\.value == "b \\"c\\""/);
    assert.equal(compileFilter("rule:it's").cel, `finding.rule == "it's"`);
  });

  test('also where it is not in quotes', () => {
    const filter = compileFilter('path:/a"||true||"');
    assert.ok(SAMPLES.every((event) => !filter.matches(event)));
  });
});
