import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TransportFault } from '../../../src/faults/fault.ts';
import { ERROR_CODE } from '../../../src/wire/http2/error-code.ts';
import { SETTING } from '../../../src/wire/http2/settings.ts';
import { PREFACE } from '../../support/frames.ts';
import { ANSWER, CASES, CONNECTION, data, NEXT, play, RESET, rst, STREAM, TRAILERS } from './fault-transcripts.ts';
import { type Fields, frames, GRPC_HEAD, GRPC_TRAILERS, join, message, Session, stageOf } from './support.ts';

describe('Http2Injector', () => {
  for (const { name, fault, client, server = [], ends } of CASES) {
    test(name, () => {
      const session = play(fault);
      assert.deepEqual(session.client.lines, ends ? client : [...client, ...NEXT]);
      const own = session.server.lines.filter((line) => !/^(HEADERS|DATA) 3/.test(line));
      assert.deepEqual(own, server);
    });

    test(`${name}: the same however the answer is cut into chunks`, () => {
      const whole = play(fault).client.lines;
      for (const size of [1, 2, 7, 9, 10, 31]) {
        const cut = play(fault, (session) => {
          const bytes = answerBytes(session);
          for (let at = 0; at < bytes.length; at += size) session.says('SERVER', bytes.subarray(at, at + size));
        });
        assert.deepEqual(cut.client.lines, whole, `chunks of ${size}`);
      }
    });
  }
});

function answerBytes(session: Session): Uint8Array {
  return join(
    session.block(1, GRPC_HEAD),
    frames.data(1, message('hello')),
    frames.data(1, message('world')),
    session.block(1, GRPC_TRAILERS, true),
  );
}

describe('Http2Injector: until a fault is asked for', () => {
  test('every chunk is passed on as it came', () => {
    const session = new Session().open();
    session.request(1);
    const bytes = answerBytes(session);
    for (let at = 0; at < bytes.length; at += 5) session.says('SERVER', bytes.subarray(at, at + 5));
    const chunks = session.client.bytes.slice(-Math.ceil(bytes.length / 5));
    assert.deepEqual(join(...chunks), bytes);
    assert.equal(chunks[0]?.length, 5);
  });

  test('it can begin at any byte of another answer, which goes on whole', () => {
    const length = (() => {
      const session = new Session().open();
      return answerBytes(session).length;
    })();
    for (let at = 0; at <= length; at++) {
      const session = new Session().open();
      session.request(1);
      session.request(3);
      const bytes = answerBytes(session);
      session.says('SERVER', bytes.subarray(0, at));
      session.injector.arm(3, [{ ...rst('ONCE') }]);
      session.says('SERVER', bytes.subarray(at));
      assert.deepEqual(
        session.client.lines.filter((line) => line !== 'RST_STREAM 3 INTERNAL_ERROR'),
        ANSWER,
        `armed at ${at}`,
      );
      assert.equal(session.client.lines.length, ANSWER.length + 1, `armed at ${at}`);
    }
  });
});

describe('Http2Injector: a graceful end, RFC 9113 §6.8', () => {
  test('is two GOAWAYs with a round trip in between', () => {
    const session = new Session().open();
    session.request(1);
    const stage = stageOf('BEFORE_HEADERS');
    session.injector.arm(1, [
      { kind: 'GOAWAY', scope: STREAM, stage, errorCode: 0, debug: 'max_age', isGraceful: true },
    ]);
    session.answer(1, ['hello', 'world']);
    session.request(3);
    const opaque = '73726521ffffffff';
    session.server.lines.length = 0;
    session.says('CLIENT', frames.pong(opaque));
    session.answer(3, ['again']);
    assert.deepEqual(session.client.lines, [
      'GOAWAY 0 last=2147483647 NO_ERROR max_age',
      `PING 0 ${opaque}`,
      ...ANSWER,
      'GOAWAY 0 last=3 NO_ERROR max_age',
      ...NEXT,
    ]);
    assert.deepEqual(session.server.lines, [], 'the server did not ask for the ACK');
  });
});

describe('Http2Injector: what a server is not to hear of', () => {
  test('ACKs of SETTINGS and PINGs that are not its own', () => {
    const session = play({
      kind: 'SETTINGS',
      scope: STREAM,
      settings: [{ code: SETTING.MAX_CONCURRENT_STREAMS, value: 1 }],
    });
    session.injector.arm(3, [{ kind: 'PING_FLOOD', scope: STREAM, count: 1, intervalMs: 0 }]);
    session.server.lines.length = 0;
    session.says('CLIENT', frames.settingsAck(), frames.pong('7372652100000001'), frames.pong('0102030405060708'));
    session.says('SERVER', frames.settings({ INITIAL_WINDOW_SIZE: 1 }));
    session.says('CLIENT', frames.settingsAck());
    assert.deepEqual(session.server.lines, ['PING 0 0102030405060708 ACK', 'SETTINGS 0 ACK']);
  });

  test('credit for padding, on the stream and on the connection', () => {
    const session = new Session().open();
    session.request(1);
    session.injector.arm(1, [{ kind: 'PADDING', scope: STREAM, bytes: 9 }]);
    session.says('SERVER', session.block(1, GRPC_HEAD), frames.data(1, message('hello')));
    session.server.lines.length = 0;
    // Ten bytes of DATA, Pad Length and nine bytes of padding.
    session.says('CLIENT', frames.windowUpdate(0, 15), frames.windowUpdate(1, 10), frames.windowUpdate(0, 5));
    assert.deepEqual(session.server.lines, ['WINDOW_UPDATE 0 +5', 'WINDOW_UPDATE 0 +5']);
  });

  test('padding is left out where the windows of the client have no room for it, and what lacks room waits', () => {
    const session = new Session().open();
    session.request(1);
    session.request(3);
    session.injector.arm(1, [{ kind: 'PADDING', scope: STREAM, bytes: 255 }]);
    session.says('SERVER', session.block(1, GRPC_HEAD), session.block(3, GRPC_HEAD));
    session.client.lines.length = 0;
    // The server fills what it believes to be the window of the connection: 65,535 bytes.
    for (let frame = 0; frame < 4; frame++) session.says('SERVER', frames.data(1, 'x'.repeat(13_000)));
    session.says('SERVER', frames.data(3, 'y'.repeat(13_000)), frames.data(3, 'z'.repeat(535)));
    session.says('SERVER', session.block(3, GRPC_TRAILERS, true));
    const told = () => session.client.lines.map((line) => line.replaceAll(/(.)\1{9,}/g, '$1…'));
    const padded = Array.from({ length: 4 }, () => 'DATA 1 "x…" PADDED');
    // A client may give no more credit before its window is used up: what has room goes.
    const first = [...padded, data(3, 'y…')];
    assert.deepEqual(told(), first);
    session.says('CLIENT', frames.windowUpdate(0, 13_000));
    const rest = [data(3, 'y…'), data(3, 'z…'), `HEADERS 3 ${TRAILERS} END_STREAM END_HEADERS`];
    assert.deepEqual(told(), [...first, ...rest]);
  });
});

describe('Http2Injector: what is held', () => {
  const held: readonly { name: string; fault: TransportFault; says: Uint8Array; client: readonly string[] }[] = [
    {
      name: 'WINDOW_UPDATE of the stream, and no other',
      fault: { kind: 'HOLD_WINDOW_UPDATE', scope: STREAM },
      says: join(frames.windowUpdate(1, 5), frames.windowUpdate(0, 5), frames.windowUpdate(3, 5)),
      client: ['WINDOW_UPDATE 0 +5', 'WINDOW_UPDATE 3 +5'],
    },
    {
      name: 'every WINDOW_UPDATE of the connection',
      fault: { kind: 'HOLD_WINDOW_UPDATE', scope: CONNECTION },
      says: join(frames.windowUpdate(1, 5), frames.windowUpdate(0, 5), frames.windowUpdate(3, 5)),
      client: [],
    },
    {
      name: 'the ACK of SETTINGS',
      fault: { kind: 'HOLD_SETTINGS_ACK', scope: STREAM },
      says: join(frames.settingsAck(), frames.pong('0102030405060708')),
      client: ['PING 0 0102030405060708 ACK'],
    },
    {
      name: 'the ACK of a PING, and no PING',
      fault: { kind: 'HOLD_PING_ACK', scope: STREAM },
      says: join(frames.pong('0102030405060708'), frames.ping('0102030405060709')),
      client: ['PING 0 0102030405060709'],
    },
  ];
  for (const { name, fault, says, client } of held) {
    test(name, () => {
      const session = new Session().open();
      session.request(1);
      session.injector.arm(1, [fault]);
      session.says('SERVER', says);
      assert.deepEqual(session.client.lines, client);
    });
  }

  test('before the server has said its SETTINGS, the first frame of a connection, nothing of ours is sent', () => {
    const session = new Session();
    session.injector.arm(undefined, [
      { kind: 'PING_FLOOD', scope: CONNECTION, count: 1, intervalMs: 0 },
      { kind: 'HOLD_SETTINGS_ACK', scope: CONNECTION },
    ]);
    assert.deepEqual(session.client.lines, []);
    session.says('SERVER', frames.settings(), frames.settingsAck());
    assert.deepEqual(session.client.lines, ['SETTINGS 0', 'PING 0 7372652100000001']);
  });
});

describe('Http2Injector: a GOAWAY that ends the connection', () => {
  const goaway: TransportFault = {
    kind: 'GOAWAY',
    scope: CONNECTION,
    stage: { at: 'ONCE' },
    errorCode: ERROR_CODE.ENHANCE_YOUR_CALM,
    isGraceful: false,
    debug: '',
  };
  const GOAWAY = 'GOAWAY 0 last=0 ENHANCE_YOUR_CALM ';
  const END = 'FIN: goaway ENHANCE_YOUR_CALM, a fault that was asked for';

  test('comes behind the SETTINGS, the first frame of a server, RFC 9113 §3.4', () => {
    const session = new Session();
    session.injector.arm(undefined, [goaway]);
    session.says('CLIENT', PREFACE, frames.settings());
    session.says('SERVER', frames.settings({ MAX_CONCURRENT_STREAMS: 100 }), frames.settingsAck());
    assert.deepEqual(session.client.lines, ['SETTINGS 0 MAX_CONCURRENT_STREAMS=100', GOAWAY, END]);
  });

  test('comes behind the end of a frame that is on its way, and before the next, wherever that is', () => {
    const frame = frames.data(1, message('hello'));
    for (let at = 1; at < frame.length; at++) {
      const session = new Session().open();
      session.says('SERVER', frame.subarray(0, at));
      session.injector.arm(undefined, [goaway]);
      session.says('SERVER', frame.subarray(at), frame.subarray(0, at));
      assert.deepEqual(session.client.lines, [data(1, message('hello')), GOAWAY, END], `at ${at}`);
    }
  });
});

describe('Http2Injector: a small window of ours', () => {
  test('the client gets credit as it sends, and that of the server does not come on top', () => {
    const session = new Session().open();
    session.request(1);
    const settings = [{ code: SETTING.INITIAL_WINDOW_SIZE, value: 2 }];
    session.injector.arm(1, [{ kind: 'SETTINGS', scope: STREAM, settings }]);
    session.client.lines.length = 0;
    session.says('CLIENT', frames.headers(3, '\x83'), frames.data(3, 'ab'), frames.data(3, 'c', { endStream: true }));
    session.says('SERVER', frames.windowUpdate(3, 2), frames.windowUpdate(1, 7), frames.windowUpdate(0, 2));
    assert.deepEqual(session.client.lines, ['WINDOW_UPDATE 3 +2', 'WINDOW_UPDATE 1 +7', 'WINDOW_UPDATE 0 +2']);
  });
});

describe('Http2Injector: scope', () => {
  test('CONNECTION is for each stream from then on, that one included', () => {
    const session = new Session().open();
    session.request(1);
    session.injector.arm(1, [{ ...rst('BEFORE_HEADERS'), scope: CONNECTION }]);
    session.answer(1);
    session.request(3);
    session.answer(3);
    assert.deepEqual(session.client.lines, [RESET, 'RST_STREAM 3 INTERNAL_ERROR']);
  });

  test('what ends a connection happens once, whichever stream comes first', () => {
    const session = new Session().open();
    const stage = stageOf('BEFORE_HEADERS');
    session.injector.arm(undefined, [
      { kind: 'GOAWAY', scope: CONNECTION, stage, errorCode: 0, debug: '', isGraceful: false },
    ]);
    session.request(1);
    session.request(3);
    session.answer(3, ['again']);
    session.answer(1, ['hello', 'world']);
    assert.deepEqual(session.client.lines, ['GOAWAY 0 last=3 NO_ERROR ', ...NEXT, ...ANSWER]);
  });

  test('of a stream, without one, is refused before anything is done', () => {
    const session = new Session().open();
    const why = session.injector.arm(undefined, [
      { kind: 'PING_FLOOD', scope: CONNECTION, count: 1, intervalMs: 0 },
      rst('BEFORE_HEADERS'),
    ]);
    assert.equal(why, 'RST_STREAM on a connection needs scope=connection');
    assert.deepEqual(session.client.lines, []);
  });

  test('PINGs that a client does not answer are bounded, and answers make room', () => {
    const session = new Session().open();
    session.request(1);
    const flood: TransportFault = { kind: 'PING_FLOOD', scope: STREAM, count: 9_999, intervalMs: 0 };
    assert.equal(session.injector.arm(1, [flood]), undefined);
    const why = '10001 PINGs on this connection without an answer: expected at most 10000';
    assert.equal(session.injector.arm(1, [{ ...flood, count: 2 }]), why);
    session.says('CLIENT', frames.pong('7372652100000001'));
    assert.equal(session.injector.arm(1, [{ ...flood, count: 2 }]), undefined);
  });

  test('more faults than a connection may have are refused', () => {
    const session = new Session().open();
    const many = Array.from({ length: 64 }, () => ({ ...rst('BEFORE_TRAILERS'), scope: CONNECTION }) as const);
    assert.equal(session.injector.arm(1, many), undefined);
    assert.match(session.injector.arm(1, many.slice(0, 1)) ?? '', /64 faults: expected at most 64/);
  });
});

describe('Http2Injector: other answers', () => {
  const only: Fields = [[':status', '200'], ...GRPC_TRAILERS];

  function trailersOnly(fault: TransportFault): readonly string[] {
    const session = play(fault, (each) => each.says('SERVER', each.block(1, only, true)));
    assert.deepEqual(session.client.lines.slice(-NEXT.length), NEXT);
    return session.client.lines.slice(0, -NEXT.length);
  }

  test('one that is trailers only, without its status', () => {
    const fault: TransportFault = { kind: 'NO_GRPC_STATUS', scope: STREAM };
    assert.deepEqual(trailersOnly(fault), ['HEADERS 1 :status=200 x-end=z END_STREAM END_HEADERS']);
  });

  test('one that is trailers only, without trailers', () => {
    const fault: TransportFault = { kind: 'NO_TRAILERS', scope: STREAM };
    assert.deepEqual(trailersOnly(fault), ['HEADERS 1 :status=200 x-end=z END_HEADERS', data(1, '', ' END_STREAM')]);
  });

  test('one that is trailers only has its head and its trailers at a time', () => {
    assert.deepEqual(trailersOnly(rst('BEFORE_TRAILERS')), [RESET]);
    assert.deepEqual(trailersOnly(rst('AFTER_HEADERS')), [
      `HEADERS 1 :status=200 ${TRAILERS} END_STREAM END_HEADERS`,
      RESET,
    ]);
  });

  test('of HTTP, that ends with DATA: each frame counts as a message', () => {
    const html: Fields = [
      [':status', '200'],
      ['content-type', 'text/plain'],
    ];
    const answer = (session: Session) =>
      session.says('SERVER', session.block(1, html), frames.data(1, 'abc'), frames.data(1, 'def', { endStream: true }));
    const head = 'HEADERS 1 :status=200 content-type=text/plain END_HEADERS';
    assert.deepEqual(play(rst('AFTER_MESSAGE', 1), answer).client.lines, [head, data(1, 'abc'), RESET, ...NEXT]);
    assert.deepEqual(play(rst('BEFORE_TRAILERS'), answer).client.lines, [
      head,
      data(1, 'abc'),
      data(1, 'def'),
      RESET,
      ...NEXT,
    ]);
  });

  test('1xx comes before the answer, and is passed on', () => {
    const early: Fields = [[':status', '103']];
    const session = play(rst('BEFORE_HEADERS'), (each) => {
      each.says('SERVER', each.block(1, early));
      each.answer(1);
    });
    assert.deepEqual(session.client.lines, ['HEADERS 1 :status=103 END_HEADERS', RESET, ...NEXT]);
  });

  test('two messages in one DATA frame are cut between them', () => {
    const session = play(rst('AFTER_MESSAGE', 1), (each) =>
      each.says('SERVER', each.block(1, GRPC_HEAD), frames.data(1, message('hello') + message('world'))),
    );
    assert.deepEqual(session.client.lines, [...ANSWER.slice(0, 2), RESET, ...NEXT]);
  });

  test('a message in many frames is one message', () => {
    const session = play(rst('AFTER_MESSAGE', 1), (each) => {
      each.says('SERVER', each.block(1, GRPC_HEAD));
      for (const byte of message('hello')) each.says('SERVER', frames.data(1, byte));
      each.says('SERVER', frames.data(1, 'more'));
    });
    const bytes = [...message('hello')].map((byte) => data(1, byte));
    assert.deepEqual(session.client.lines, [...ANSWER.slice(0, 1), ...bytes, RESET, ...NEXT]);
  });

  test('one that its client has reset is passed on as it is', () => {
    const session = new Session().open();
    session.request(1);
    session.injector.arm(1, [rst('BEFORE_TRAILERS')]);
    session.says('CLIENT', frames.rst(1, 'CANCEL'));
    session.answer(1, ['hello', 'world']);
    assert.deepEqual(session.client.lines, ANSWER);
  });

  test('one that its server resets ends so', () => {
    const session = play(rst('BEFORE_TRAILERS'), (each) => each.says('SERVER', frames.rst(1, 'REFUSED_STREAM')));
    assert.deepEqual(session.client.lines, ['RST_STREAM 1 REFUSED_STREAM', ...NEXT]);
  });
});

describe('Http2Injector: one stream and the others', () => {
  /** The answer of stream 1 waits for the window of its stream, its trailers behind it. */
  function waiting(): Session {
    const session = new Session();
    session.says('CLIENT', PREFACE, frames.settings({ INITIAL_WINDOW_SIZE: 5 }));
    session.says('SERVER', frames.settings(), frames.settingsAck());
    session.request(1);
    session.injector.arm(1, [{ kind: 'NO_GRPC_STATUS', scope: STREAM }]);
    session.request(3);
    session.injector.arm(3, [{ kind: 'CONTINUATION', scope: STREAM, fragmentBytes: 999 }]);
    session.says('SERVER', session.block(3, GRPC_HEAD), frames.data(3, message('hello')));
    session.says('SERVER', session.block(3, GRPC_TRAILERS, true));
    session.client.lines.length = 0;
    session.server.lines.length = 0;
    return session;
  }

  test('a block that waits and is overtaken leaves the table right, RFC 7541 §2.2', () => {
    const session = waiting();
    session.answer(5, ['']);
    assert.equal(session.client.lines.at(-1), `HEADERS 5 ${TRAILERS} END_STREAM END_HEADERS`);
    session.says('CLIENT', frames.windowUpdate(3, 5));
    assert.deepEqual(session.client.lines.slice(-2), [
      data(3, 'hello'),
      `HEADERS 3 ${TRAILERS} END_STREAM END_HEADERS`,
    ]);
  });

  test('what waits for a stream that its client resets is given back to the server', () => {
    const session = waiting();
    session.says('CLIENT', frames.rst(3, 'CANCEL'));
    assert.deepEqual(session.server.lines, ['RST_STREAM 3 CANCEL', 'WINDOW_UPDATE 0 +5']);
    session.says('CLIENT', frames.windowUpdate(3, 5));
    assert.deepEqual(session.client.lines, []);
  });

  test('RST_STREAM of the server is the last of its stream: what waits is not sent behind it', () => {
    const session = waiting();
    session.request(7);
    session.injector.arm(7, [{ kind: 'PADDING', scope: STREAM, bytes: 1 }]);
    session.says('SERVER', session.block(7, GRPC_HEAD), frames.data(7, message('hello')));
    session.says('SERVER', frames.rst(7, 'CANCEL'));
    const told = session.client.lines.length;
    session.says('CLIENT', frames.windowUpdate(7, 100));
    assert.equal(session.client.lines.length, told);
  });

  test('RST_STREAM of each stream at once: the client gets it, and the server the request', () => {
    const session = new Session().open();
    session.request(1);
    session.injector.arm(1, [{ ...rst('ONCE'), scope: CONNECTION }]);
    session.server.lines.length = 0;
    session.request(3);
    assert.deepEqual(
      session.server.lines.map((line) => line.split(' ').slice(0, 2).join(' ')),
      ['HEADERS 3', 'DATA 3'],
    );
    assert.deepEqual(session.client.lines, [RESET, 'RST_STREAM 3 INTERNAL_ERROR']);
    session.injector.closed();
  });

  test('credit that came before a fault counts for a second one', () => {
    const session = new Session().open();
    session.request(1);
    session.injector.arm(1, [{ kind: 'NO_GRPC_STATUS', scope: STREAM }]);
    session.says('CLIENT', frames.windowUpdate(0, 100_000), frames.windowUpdate(1, 100_000));
    session.injector.arm(1, [{ kind: 'CONTINUATION', scope: STREAM, fragmentBytes: 999 }]);
    session.says('SERVER', session.block(1, GRPC_HEAD));
    session.client.lines.length = 0;
    for (let left = 10; left > 0; left--) session.says('SERVER', frames.data(1, 'x'.repeat(16_000)));
    assert.equal(session.client.lines.length, 10);
  });

  test('the last stream id of GOAWAY never rises, and streams above it are not answered, RFC 9113 §6.8', () => {
    const session = new Session().open();
    const goaway = { kind: 'GOAWAY', scope: STREAM, stage: stageOf('ONCE'), debug: '', isGraceful: false } as const;
    session.request(1);
    session.injector.arm(1, [{ ...goaway, errorCode: 0 }]);
    session.request(3);
    session.injector.arm(3, [{ kind: 'NO_GRPC_STATUS', scope: STREAM }]);
    session.answer(3);
    session.injector.fail(ERROR_CODE.ENHANCE_YOUR_CALM, '', 'x');
    assert.deepEqual(session.client.lines, [
      'GOAWAY 0 last=1 NO_ERROR ',
      'GOAWAY 0 last=1 ENHANCE_YOUR_CALM ',
      'FIN: x',
    ]);
  });

  test('GOAWAY waits for the end of a frame that is on its way', () => {
    const session = new Session().open();
    session.request(1);
    const bytes = frames.data(1, 'x'.repeat(50));
    session.says('SERVER', session.block(1, GRPC_HEAD), bytes.subarray(0, 30));
    session.client.lines.length = 0;
    session.injector.fail(ERROR_CODE.ENHANCE_YOUR_CALM, '', 'x');
    session.says('SERVER', bytes.subarray(30), frames.data(1, 'more'));
    assert.deepEqual(session.client.lines, [data(1, 'x'.repeat(50)), 'GOAWAY 0 last=1 ENHANCE_YOUR_CALM ', 'FIN: x']);
  });
});
