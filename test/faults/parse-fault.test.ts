import assert from 'node:assert/strict';
import { describe, suite, test } from 'node:test';

import type { DelayDistribution, FaultPlan, TransportFault } from '../../src/faults/fault.ts';
import { MAX_LIST_LENGTH, MAX_TERMS, MAX_TEXT_LENGTH } from '../../src/faults/limits.ts';
import { parseFault } from '../../src/faults/parse-fault.ts';
import { TERMS, VOCABULARY } from '../../src/faults/vocabulary.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { randomPlan, spell } from './random-plan.ts';

function plan(text: string): FaultPlan {
  const { plan, refused } = parseFault(text);
  assert.equal(refused, undefined, text);
  assert.ok(plan);
  return plan;
}

function refusal(text: string): string {
  const { refused } = parseFault(text);
  assert.ok(refused, `${text} was taken`);
  return refused;
}

describe('conditions', () => {
  test('hostname, attempts and percent hold for all of the text', () => {
    assert.deepEqual(plan('hostname=pod-1; until_attempt=3; percent=0.5; keep_open').condition, {
      hostname: 'pod-1',
      untilAttempt: 3,
      percent: 0.5,
    });
  });
});

describe('delay', () => {
  const delays: readonly (readonly [string, DelayDistribution])[] = [
    ['20ms', { kind: 'WEIGHTED', delays: [{ value: 20, percent: 100 }] }],
    ['1.5s', { kind: 'WEIGHTED', delays: [{ value: 1_500, percent: 100 }] }],
    ['2M', { kind: 'WEIGHTED', delays: [{ value: 120_000, percent: 100 }] }],
    ['1h', { kind: 'WEIGHTED', delays: [{ value: 3_600_000, percent: 100 }] }],
    ['0ms:50', { kind: 'WEIGHTED', delays: [{ value: 0, percent: 50 }] }],
    [
      '150us:10, 2ms : 5',
      {
        kind: 'WEIGHTED',
        delays: [
          { value: 0.15, percent: 10 },
          { value: 2, percent: 5 },
        ],
      },
    ],
    [
      'p50:5ms, P99.9:200ms',
      {
        kind: 'PERCENTILES',
        points: [
          { percentile: 50, delayMs: 5 },
          { percentile: 99.9, delayMs: 200 },
        ],
      },
    ],
  ];
  for (const [text, expected] of delays) {
    test(text, () => assert.deepEqual(plan(`delay=${text}`).application, { delay: expected }));
  }

  test('percents that are not exact in binary make up 100', () => {
    assert.ok(plan('delay=1ms:33.4,2ms:33.3,3ms:33.3'));
    assert.ok(plan(`delay=${Array.from({ length: 10 }, () => '1ms:10').join(',')}`));
  });
});

describe('status', () => {
  const statuses: readonly (readonly [string, 'GRPC' | 'HTTP', number, string])[] = [
    ['UNAVAILABLE', 'GRPC', 14, 'injected fault: UNAVAILABLE'],
    ['not_found', 'GRPC', 5, 'injected fault: NOT_FOUND'],
    ['0', 'GRPC', 0, 'injected fault: OK'],
    ['16', 'GRPC', 16, 'injected fault: UNAUTHENTICATED'],
    ['200', 'HTTP', 200, 'injected fault: 200'],
    ['599', 'HTTP', 599, 'injected fault: 599'],
    ['503; message=caf%C3%A9%20%3B%40', 'HTTP', 503, 'café ;@'],
    ['5; message=as it is', 'GRPC', 5, 'as it is'],
  ];
  for (const [text, kind, code, message] of statuses) {
    test(text, () =>
      assert.deepEqual(plan(`status=${text}`).application.status, [{ value: { kind, code, message }, percent: 100 }]),
    );
  }

  test('a list is drawn from by percent', () => {
    const weights = plan('status=14:10,NOT_FOUND:5.5').application.status?.map(({ value, percent }) => [
      value.code,
      percent,
    ]);
    assert.deepEqual(weights, [
      [14, 10],
      [5, 5.5],
    ]);
  });
});

describe('transport faults', () => {
  const stage = { at: 'BEFORE_HEADERS' } as const;
  const scope = 'STREAM';
  const goaway = { scope, kind: 'GOAWAY', stage, errorCode: 0, debug: '', isGraceful: false } as const;
  const faults: readonly (readonly [string, TransportFault])[] = [
    ['rst_stream', { scope, kind: 'RST_STREAM', stage, errorCode: 2 }],
    ['RST_STREAM=enhance_your_calm@ONCE', { scope, kind: 'RST_STREAM', stage: { at: 'ONCE' }, errorCode: 11 }],
    ['rst_stream=0xff@after_headers', { scope, kind: 'RST_STREAM', stage: { at: 'AFTER_HEADERS' }, errorCode: 255 }],
    [
      'rst_stream=4294967295 @ after_message:3',
      { scope, kind: 'RST_STREAM', stage: { at: 'AFTER_MESSAGE', message: 3 }, errorCode: 0xffffffff },
    ],
    ['goaway', goaway],
    [
      'goaway=PROTOCOL_ERROR;goaway_debug=why%3F;goaway_last=7',
      { ...goaway, errorCode: 1, debug: 'why?', lastStreamId: 7 },
    ],
    ['goaway_graceful;goaway', { ...goaway, isGraceful: true }],
    ['fin', { scope, kind: 'FIN', stage }],
    ['tcp_rst@before_trailers', { scope, kind: 'TCP_RST', stage: { at: 'BEFORE_TRAILERS' } }],
    ['silence@once;scope=connection', { scope: 'CONNECTION', kind: 'SILENCE', stage: { at: 'ONCE' } }],
    ['no_trailers', { scope, kind: 'NO_TRAILERS' }],
    ['no_grpc_status', { scope, kind: 'NO_GRPC_STATUS' }],
    ['trailers_only=8', { scope, kind: 'TRAILERS_ONLY', grpcStatus: 8, message: 'injected fault: RESOURCE_EXHAUSTED' }],
    ['trailers_only=ABORTED;message=', { scope, kind: 'TRAILERS_ONLY', grpcStatus: 10, message: '' }],
    ['html', { scope, kind: 'HTML', httpStatus: 503 }],
    ['html=200', { scope, kind: 'HTML', httpStatus: 200 }],
    ['truncated_message', { scope, kind: 'TRUNCATED_MESSAGE', message: 1 }],
    ['wrong_length=0', { scope, kind: 'WRONG_LENGTH', length: 0 }],
    ['hold_window_update;scope=STREAM', { scope, kind: 'HOLD_WINDOW_UPDATE' }],
    ['hold_settings_ack', { scope, kind: 'HOLD_SETTINGS_ACK' }],
    ['hold_ping_ack', { scope, kind: 'HOLD_PING_ACK' }],
    [
      'settings=settings_max_concurrent_streams:1, 0x4:0xffffffff, 99:1',
      {
        scope,
        kind: 'SETTINGS',
        settings: [
          { code: 3, value: 1 },
          { code: 4, value: 0xffffffff },
          { code: 99, value: 1 },
        ],
      },
    ],
    ['ping_flood=3', { scope, kind: 'PING_FLOOD', count: 3, intervalMs: 0 }],
    ['ping_flood=10000:500us', { scope, kind: 'PING_FLOOD', count: 10_000, intervalMs: 0.5 }],
    ['padding=255', { scope, kind: 'PADDING', bytes: 255 }],
    ['continuation=16384', { scope, kind: 'CONTINUATION', fragmentBytes: 16_384 }],
  ];
  for (const [text, expected] of faults) {
    test(text, () => assert.deepEqual(plan(text), { condition: {}, application: {}, transport: [expected] }));
  }

  test('stay in the order of the text, and share one scope', () => {
    const { transport } = plan('padding=1;scope=connection;rst_stream@after_headers;hold_ping_ack');
    assert.deepEqual(
      transport.map(({ kind, scope }) => `${kind} ${scope}`),
      ['PADDING CONNECTION', 'RST_STREAM CONNECTION', 'HOLD_PING_ACK CONNECTION'],
    );
  });
});

suite('what is not understood is refused whole, with what came and what was expected', () => {
  const refusals: readonly (readonly [string, RegExp])[] = [
    ['', /at character 1: nothing came, expected one of hostname, .*, scope$/],
    ['keep_open;', /at character 11: nothing came, expected one of/],
    ['keep_open; ;fin', /at character 12: nothing came/],
    ['sleep=1s', /at character 1: "sleep" came, expected one of/],
    ['fin;  delay=5', /at character 13: "5" came, expected a duration from 0 to 3600s, such as/],
    ['delay', /at character 6: nothing came, expected delay=<delay>/],
    ['delay=', /at character 7: nothing came, expected a duration/],
    ['html=', /nothing came, expected a whole number from 200/],
    ['delay=-1s', /"-1s" came, expected a duration/],
    ['delay=1e3s', /"1e3s" came, expected a duration/],
    ['delay=61m', /"61m" came, expected a duration from 0 to 3600s/],
    ['delay=1ms,2ms', /at character 7: "1ms" came, expected value:percent, as in each list/],
    ['delay=1ms:0', /"0" came, expected percents, above 0 to 100/],
    ['delay=1ms:100.1', /"100.1" came, expected percents/],
    ['delay=1ms:60,2ms:41', /101 percent came in all, expected at most 100/],
    ['delay=p50', /"p50" came, expected p0 to p100 and its delay/],
    ['delay=p101:1ms', /"p101:1ms" came, expected p0 to p100/],
    ['delay=p50:1ms,2ms:5', /"2ms:5" came, expected p0 to p100/],
    ['delay=p50:1ms,p50:2ms', /"p50:2ms" came, expected a percentile above the p50 before it/],
    ['delay=p50:2ms,p60:1ms', /"p60:1ms" came, expected a delay not below the one before it/],
    ['status=17', /"17" came, expected a gRPC status by name or number \(0 to 16\), or one of HTTP \(200 to 599\)/],
    ['status=100', /"100" came/],
    ['status=GONE', /"GONE" came/],
    ['trailers_only=503', /"503" came, expected a gRPC status by name or number \(0 to 16\)$/],
    ['status=5:1,503:1', /statuses of gRPC and of HTTP came, expected a list of one of them/],
    ['status=5;message=%zz', /"%zz" came, expected a text in percent-encoded UTF-8, with % itself as %25/],
    ['status=5;message=%ff', /expected a text in percent-encoded UTF-8/],
    ['status=5;message=a@b', /at character 19: "@b" came, expected message without a stage \(in a text @ is %40\)/],
    ['status=5;message=é', /at character 18: "é" came, expected printable ASCII, and the rest percent-encoded/],
    ['status=5;message=a\nb', /at character 19: "\\n" came, expected printable ASCII/],
    ['hostname=a b;fin', /"a b" came, expected a host name of letters/],
    [`hostname=${'a'.repeat(254)};fin`, /"a{60}…" came, expected a host name of .*, up to 253/],
    ['until_attempt=1;fin', /"1" came, expected a whole number from 2 to 1000/],
    ['percent=0;fin', /"0" came, expected percents, above 0 to 100/],
    ['percent=10;hostname=a', /only conditions came, expected a fault too/],
    ['fin=1', /at character 5: "1" came, expected fin without a value/],
    ['fin=', /nothing came, expected fin without a value/],
    ['fin@', /nothing came, expected one of @once @before_headers @after_headers @before_trailers @after_message:N/],
    ['fin@sometime', /"sometime" came, expected one of @once/],
    ['fin@after_message', /"after_message" came, expected one of @once/],
    ['fin@after_message:0', /"0" came, expected a whole number from 1 to 1000000/],
    ['delay=1ms@once', /"@once" came, expected delay without a stage/],
    ['rst_stream=NOPE', /"NOPE" came, expected an error code of RFC 9113 §7 by name, or a number/],
    ['goaway=4294967296', /"4294967296" came, expected an error code/],
    ['goaway_last=1', /goaway_last came alone, expected goaway with it/],
    ['goaway;goaway_last=2147483648', /expected a whole number from 0 to 2147483647/],
    ['message=x;fin', /message came alone, expected status or trailers_only with it/],
    ['scope=connection;delay=1s', /scope came without a transport fault, expected one, such as rst_stream/],
    ['fin;scope=all', /"all" came, expected stream or connection/],
    ['html=600', /"600" came, expected a whole number from 200 to 599/],
    ['truncated_message=0', /expected a whole number from 1 to 1000000/],
    ['wrong_length=4294967296', /expected a whole number from 0 to 4294967295/],
    ['settings=NOPE:1', /"NOPE" came, expected one of HEADER_TABLE_SIZE, .*, or a number from 0x0 to 0xffff/],
    ['settings=0x10000:1', /"0x10000" came, expected one of/],
    ['settings=MAX_FRAME_SIZE', /"MAX_FRAME_SIZE" came, expected NAME:value/],
    ['settings=MAX_FRAME_SIZE:x', /"x" came, expected a number from 0 to 4294967295/],
    ['settings=MAX_FRAME_SIZE:1', /SETTINGS_MAX_FRAME_SIZE is 1, expected 16384 to 16777215 \(.*: 0x5:1\)/],
    ['settings=0x5:20000,MAX_FRAME_SIZE:20000', /"MAX_FRAME_SIZE:20000" came, expected each setting once/],
    ['ping_flood=10001', /expected a whole number from 1 to 10000/],
    ['ping_flood=1:61s', /"61s" came, expected a duration from 0 to 60s/],
    ['padding=256', /expected a whole number from 1 to 255/],
    ['continuation=0', /expected a whole number from 1 to 16384/],
    ['fin;FIN@once', /at character 5: fin came twice/],
    ['fin;tcp_rst@after_headers', /fin and tcp_rst came, expected one end of the connection/],
    ['status=5;html', /status and html came, both in place of the response: expected one of them$/],
    ['status=5;rst_stream@once', /status and rst_stream came, both .*: expected one of them, or a later stage$/],
    ['rst_stream;silence', /rst_stream and silence came, both in place of the response/],
    ['truncated_message;status=5', /truncated_message and status came: the response .* is replaced/],
    ['html;no_grpc_status', /no_grpc_status and html came: the response that the one would change is replaced/],
    ['keep_open;status=5', /status and keep_open came: nothing is ever answered$/],
    ['keep_open;padding=1', /padding and keep_open came: nothing is ever answered$/],
    ['keep_open;fin', /fin and keep_open came: nothing is ever answered \(only the stage @once comes to pass\)/],
    [`fin${';fin'.repeat(MAX_TERMS)}`, /65 terms came, expected at most 64/],
    [`delay=${'1ms:1,'.repeat(MAX_LIST_LENGTH)}1ms:1`, /a list of 21 came, expected at most 20/],
    ['x'.repeat(MAX_TEXT_LENGTH + 1), /a text of 4097 characters came, expected at most 4096/],
  ];
  for (const [text, expected] of refusals) {
    test(JSON.stringify(text.slice(0, 50)), () => assert.match(refusal(text), expected));
  }
});

describe('what fits together is taken', () => {
  for (const text of [
    'delay=1s;status=UNAVAILABLE',
    'goaway;rst_stream',
    'goaway@once;status=UNAVAILABLE',
    'status=5;no_grpc_status',
    'status=5;padding=10;continuation=1',
    'status=5;rst_stream@after_headers',
    'truncated_message;wrong_length=1;no_trailers',
    'silence@after_headers;tcp_rst@before_trailers',
    'keep_open;goaway@once;hold_ping_ack;settings=0x1:0',
  ]) {
    test(text, () => assert.ok(plan(text)));
  }
});

describe('properties', () => {
  test('each plan is read back from each of its spellings', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 3_000; round++) {
      const expected = randomPlan(random);
      const text = spell(expected, random);
      assert.deepEqual(plan(text), expected, text);
    }
  });

  test('no text throws, and each refusal fits into a header field', () => {
    const random = seededRandom(12);
    const examples = VOCABULARY.flatMap(({ terms }) => terms.map(({ example }) => example));
    const parts = [
      ...TERMS.keys(),
      ...examples,
      ';',
      '=',
      '@',
      ':',
      ',',
      ' ',
      '%',
      'p50',
      '1ms',
      '0x',
      '-1',
      '\0',
      '💥',
    ];
    for (let round = 0; round < 20_000; round++) {
      const text = Array.from({ length: random.int(8) }, () =>
        random.chance(0.9) ? random.pick(parts) : random.text(random.int(6)),
      ).join(random.chance(0.5) ? ';' : '');
      const { plan, refused } = parseFault(text);
      assert.equal(plan === undefined, refused !== undefined, text);
      assert.ok((refused?.length ?? 0) < 700, refused);
    }
  });

  test('the example of each term is taken', () => {
    for (const { example, name } of TERMS.values()) {
      assert.ok(plan(example));
      assert.ok(example.includes(name), example);
    }
  });
});
