import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TransportEnd } from '../../src/trace/protocol-trace.ts';
import { clientHello } from '../support/client-hello.ts';
import { type Http1Session, http1Session } from './http1-transcript.ts';

/** What each side sends, in turn. */
type Script = readonly (readonly ['client' | 'server', string])[];

function transcript(script: Script, cut: (text: string) => readonly string[] = (text) => [text]): string[] {
  const session = http1Session();
  for (const [side, text] of script) for (const part of cut(text)) session[side](part);
  return session.lines;
}

/** Asserts the same whole, byte by byte, and each text split at every offset. */
function assertTranscript(script: Script, expected: readonly string[]): void {
  assert.deepEqual(transcript(script), expected);
  assert.deepEqual(
    transcript(script, (text) => [...text]),
    expected,
    'byte by byte',
  );
  const longest = Math.max(...script.map(([, text]) => text.length));
  for (let at = 1; at < longest; at++) {
    const parts = (text: string) => [text.slice(0, at), text.slice(at)].filter((part) => part !== '');
    assert.deepEqual(transcript(script, parts), expected, `split at ${at}`);
  }
}

function after(script: Script): Http1Session {
  const session = http1Session();
  for (const [side, text] of script) session[side](text);
  return session;
}

describe('Http1Trace: messages', () => {
  test('a request and its response, fields in wire order and case, bodies counted', () => {
    assertTranscript(
      [
        ['client', 'POST /echo HTTP/1.1\r\nHost: a\r\nx-B: 1\r\nX-b: 2\r\nContent-Length: 5\r\n\r\nhello'],
        ['server', 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nyes'],
      ],
      [
        'C0 HEAD POST /echo HTTP/1.1 | Host: a | x-B: 1 | X-b: 2 | Content-Length: 5',
        'C0 END 5',
        'S0 HEAD HTTP/1.1 200 OK | content-length: 3',
        'S0 END 3',
      ],
    );
  });

  test('RFC 9112 §9.3.2: pipelined requests are counted one by one, and so are their responses', () => {
    assertTranscript(
      [
        ['client', 'GET /1 HTTP/1.1\r\n\r\nHEAD /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n'],
        ['server', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'],
        ['server', 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'],
      ],
      [
        'C0 HEAD GET /1 HTTP/1.1',
        'C0 END 0',
        'C1 HEAD HEAD /2 HTTP/1.1',
        'C1 END 0',
        'C2 HEAD GET /3 HTTP/1.1',
        'C2 END 0',
        'S0 HEAD HTTP/1.1 200 OK | Content-Length: 1',
        'S0 END 1',
        'S1 HEAD HTTP/1.1 200 OK | Content-Length: 9',
        'S1 END 0',
        'S2 HEAD HTTP/1.1 404 Not Found | Content-Length: 0',
        'S2 END 0',
      ],
    );
  });

  test('RFC 9112 §7.1: a chunked body is counted without its coding, and has trailers', () => {
    assertTranscript(
      [
        [
          'client',
          'PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;ext=1\r\nabc\r\nA\r\n0123456789\r\n0\r\nX-Sum: 9\r\n\r\n',
        ],
        ['client', 'GET / HTTP/1.1\r\n\r\n'],
      ],
      [
        'C0 HEAD PUT / HTTP/1.1 | Transfer-Encoding: chunked',
        'C0 END 13 | X-Sum: 9',
        'C1 HEAD GET / HTTP/1.1',
        'C1 END 0',
      ],
    );
  });

  test('RFC 9112 §6.3: 204, 304 and answers to HEAD have no body, whatever their fields say', () => {
    assertTranscript(
      [
        ['client', 'GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\nHEAD /3 HTTP/1.1\r\n\r\nGET /4 HTTP/1.1\r\n\r\n'],
        ['server', 'HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n'],
        [
          'server',
          'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
        ],
      ],
      [
        ...[1, 2].flatMap((n) => [`C${n - 1} HEAD GET /${n} HTTP/1.1`, `C${n - 1} END 0`]),
        'C2 HEAD HEAD /3 HTTP/1.1',
        'C2 END 0',
        'C3 HEAD GET /4 HTTP/1.1',
        'C3 END 0',
        'S0 HEAD HTTP/1.1 204 No Content',
        'S0 END 0',
        'S1 HEAD HTTP/1.1 304 Not Modified | Content-Length: 7',
        'S1 END 0',
        'S2 HEAD HTTP/1.1 200 OK | Transfer-Encoding: chunked',
        'S2 END 0',
        'S3 HEAD HTTP/1.1 200 OK | Content-Length: 2',
        'S3 END 2',
      ],
    );
  });

  test('RFC 9110 §15.2: 1xx responses are messages, and the final one still belongs to its request', () => {
    assertTranscript(
      [
        ['client', 'HEAD / HTTP/1.1\r\nExpect: 100-continue\r\n\r\n'],
        ['server', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'],
        ['server', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n'],
        ['server', 'HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n'],
      ],
      [
        'C0 HEAD HEAD / HTTP/1.1 | Expect: 100-continue',
        'C0 END 0',
        'S0 HEAD HTTP/1.1 100 Continue',
        'S0 END 0',
        'S1 HEAD HTTP/1.1 103 Early Hints | Link: </a>',
        'S1 END 0',
        'S2 HEAD HTTP/1.1 200 OK | Content-Length: 4',
        'S2 END 0',
        'S3 HEAD HTTP/1.1 500 No | Content-Length: 0',
        'S3 END 0',
      ],
    );
  });

  test('values are bytes: each is one character, ISO-8859-1', () => {
    const bytes = Array.from({ length: 0x60 }, (_none, n) => String.fromCharCode(0xa0 + n)).join('');
    const session = after([['client', `GET /caf\xe9 HTTP/1.1\r\nX-Bytes: ${bytes}!\r\n\r\n`]]);
    assert.equal(session.lines[0], `C0 HEAD GET /caf\xe9 HTTP/1.1 | X-Bytes: ${bytes}!`);
  });

  test('newer methods that Node serves are known', () => {
    const session = after([['client', 'QUERY / HTTP/1.1\r\n\r\n']]);
    assert.deepEqual(session.lines, ['C0 HEAD QUERY / HTTP/1.1', 'C0 END 0']);
  });
});

describe('Http1Trace: the end of the connection', () => {
  const untilClose: Script = [
    ['client', 'GET / HTTP/1.0\r\n\r\n'],
    ['server', 'HTTP/1.0 200 OK\r\n\r\nall until'],
    ['server', ' the end'],
  ];

  test('RFC 9112 §6.3: a response without a length is complete with a FIN', () => {
    const session = after(untilClose);
    assert.equal(session.lines.length, 3);
    assert.deepEqual(
      [session.finish({ endedBy: 'SERVER', how: 'FIN' }).error, session.count().streams],
      [undefined, 1],
    );
    assert.deepEqual(session.lines.slice(2), ['S0 HEAD HTTP/1.0 200 OK', 'S0 END 17']);
  });

  test('RFC 9112 §8: and is incomplete with a reset', () => {
    const session = after(untilClose);
    const { error } = session.finish({ endedBy: 'SERVER', how: 'RST' });
    assert.equal(error, 'the server stopped inside HTTP/1.0 200 OK');
    assert.equal(session.lines.length, 3);
  });

  test('a client that stops inside its body, and a response that ends with the connection all the same', () => {
    const session = after([
      ['client', 'POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf'],
      ['server', 'HTTP/1.1 400 Bad Request\r\n\r\nno'],
    ]);
    assert.equal(session.finish().error, 'the client stopped inside POST / HTTP/1.1');
    assert.equal(session.lines.at(-1), 'S0 END 2');
  });

  test('a client that stops inside a head', () => {
    const session = after([['client', 'GET / HTTP/1.1\r\nHost: a\r\n']]);
    assert.equal(session.finish().error, 'the client stopped inside a message head');
  });

  test('nothing is wrong between messages', () => {
    const session = after([
      ['client', 'GET / HTTP/1.1\r\n\r\n'],
      ['server', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
    ]);
    assert.deepEqual([session.finish().error, session.count().streams], [undefined, 1]);
  });
});

describe('Http1Trace: the stage in which a connection ends, and what is open then', () => {
  const stageOf = (script: Script) => {
    const session = after(script);
    const { stage } = session.finish();
    return [stage, session.count().openStreams];
  };
  const request: Script = [['client', 'GET / HTTP/1.1\r\n\r\n']];

  test('OPENING before the head of the first request', () => {
    assert.deepEqual(stageOf([]), ['OPENING', 0]);
    assert.deepEqual(stageOf([['client', 'GET / HTTP/1.1\r\nHost: a']]), ['OPENING', 0]);
  });

  test('ACTIVE until the response is complete, then IDLE', () => {
    assert.deepEqual(stageOf(request), ['ACTIVE', 1]);
    assert.deepEqual(stageOf([...request, ['server', 'HTTP/1.1 100 Continue\r\n\r\n']]), ['ACTIVE', 1]);
    const half: Script = [...request, ['server', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab']];
    assert.deepEqual(stageOf(half), ['ACTIVE', 1]);
    assert.deepEqual(stageOf([...half, ['server', 'cd']]), ['IDLE', 0]);
    assert.deepEqual(stageOf([...half, ...request]), ['ACTIVE', 2]);
  });

  test('behind an upgrade nobody reads how it ended', () => {
    const { stage, verdict } = after([
      ['client', 'GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
      ['server', 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
    ]).finish();
    assert.deepEqual([stage, verdict?.origin], ['ACTIVE', 'UNKNOWN']);
  });

  test('sides that stopped within a message are torn', () => {
    const half: Script = [['client', 'POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf']];
    assert.deepEqual(after(half).finish().torn, ['CLIENT']);
    assert.deepEqual(after(request).finish().torn, []);
  });
});

describe('Http1Trace: the first bytes of a side that speaks no HTTP/1.1', () => {
  const firstBytesOf = (script: Script, end?: TransportEnd) => after(script).finish(end).firstBytes;
  const request: Script = [['client', 'GET / HTTP/1.1\r\n\r\n']];
  const byServer = { how: 'FIN', endedBy: 'SERVER' } as const;

  test('are none where both speak it, also where they do so badly', () => {
    assert.equal(firstBytesOf([...request, ['server', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n']]), undefined);
    assert.equal(firstBytesOf([['client', 'GET / HTTP/1.1\r\nbad field\r\n\r\n']]), undefined);
    assert.equal(firstBytesOf([['client', 'GE']]), undefined);
  });

  test('of TLS, HTTP/2 and others, with what a ClientHello offers', () => {
    const hello = Buffer.from(clientHello({ sni: 'a', alpn: ['h2'] })).toString('latin1');
    const { firstBytes, clientHello: told } = after([['client', hello]]).finish();
    assert.deepEqual(
      [firstBytes, told],
      [[{ from: 'CLIENT', looksLike: 'TLS_HANDSHAKE' }], { sni: 'a', alpn: ['h2'] }],
    );
    const alert: Script = [...request, ['server', '\x15\x03\x03\0\x02\x02\x28']];
    assert.deepEqual(firstBytesOf(alert), [{ from: 'SERVER', looksLike: 'TLS_ALERT', tlsAlert: 40 }]);
    assert.deepEqual(firstBytesOf([['client', '\0\x01binary\r\n']]), [{ from: 'CLIENT', looksLike: 'OTHER' }]);
  });

  test('are missing of a client that says nothing, and of a server that closes without an answer', () => {
    assert.deepEqual(firstBytesOf([]), [{ from: 'CLIENT', looksLike: 'NOTHING' }]);
    assert.deepEqual(firstBytesOf(request, byServer), [{ from: 'SERVER', looksLike: 'NOTHING' }]);
    assert.equal(firstBytesOf(request), undefined, 'the client did not wait for it');
  });
});

describe('Http1Trace: other protocols', () => {
  test('RFC 9110 §15.2.2: behind 101 both directions are opaque', () => {
    const upgrade = 'GET /chat HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    const granted = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    const session = after([
      ['client', upgrade],
      ['server', `${granted}\x81\x05hello\r\n\r\n`],
      ['client', '\x81\x85frames\r\n'],
      ['server', 'more\r\n'],
    ]);
    assert.deepEqual(session.lines, [
      'C0 HEAD GET /chat HTTP/1.1 | Connection: Upgrade | Upgrade: websocket',
      'C0 END 0',
      'S0 HEAD HTTP/1.1 101 Switching Protocols | Connection: Upgrade | Upgrade: websocket',
      'S0 END 0',
    ]);
    assert.deepEqual([session.finish().error, session.count().streams], [undefined, 1]);
  });

  test('an upgrade that is not granted changes nothing', () => {
    assertTranscript(
      [
        ['client', 'GET /1 HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\nGET /2 HTTP/1.1\r\n\r\n'],
        ['server', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na'],
        ['client', 'GET /3 HTTP/1.1\r\n\r\n'],
      ],
      [
        'C0 HEAD GET /1 HTTP/1.1 | Connection: Upgrade | Upgrade: h2c',
        'C0 END 0',
        'C1 HEAD GET /2 HTTP/1.1',
        'C1 END 0',
        'S0 HEAD HTTP/1.1 200 OK | Content-Length: 1',
        'S0 END 1',
        'C2 HEAD GET /3 HTTP/1.1',
        'C2 END 0',
      ],
    );
  });

  test('RFC 9110 §9.3.6: behind 2xx to CONNECT both directions are a tunnel', () => {
    const session = after([
      ['client', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n'],
      ['server', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n\x16\x03\x01\r\n\r\n'],
      ['client', '\x16\x03\x01\r\n'],
    ]);
    assert.deepEqual(session.lines, [
      'C0 HEAD CONNECT a:443 HTTP/1.1 | Host: a:443',
      'C0 END 0',
      'S0 HEAD HTTP/1.1 200 OK | Content-Length: 5',
      'S0 END 0',
    ]);
  });

  test('and a CONNECT that is refused is answered like any request', () => {
    const session = after([
      ['client', 'CONNECT a:443 HTTP/1.1\r\n\r\n'],
      ['server', 'HTTP/1.1 405 No\r\nContent-Length: 2\r\n\r\nno'],
      ['client', 'GET / HTTP/1.1\r\n\r\n'],
    ]);
    assert.deepEqual(session.lines.slice(2), [
      'S0 HEAD HTTP/1.1 405 No | Content-Length: 2',
      'S0 END 2',
      'C1 HEAD GET / HTTP/1.1',
      'C1 END 0',
    ]);
  });
});

describe('Http1Trace: secrets', () => {
  const secret = 'Basic c2VzYW1l';
  const head = `GET / HTTP/1.1\r\nAuthorization: ${secret}\r\nCOOKIE: ${secret}\r\nx-other: shown\r\n\r\n`;

  test('are redacted, wherever the chunks are cut', () => {
    assertTranscript(
      [['client', head]],
      ['C0 HEAD GET / HTTP/1.1 | Authorization: (redacted) | COOKIE: (redacted) | x-other: shown', 'C0 END 0'],
    );
  });

  test('in trailers too', () => {
    const session = after([
      ['client', `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Api-Key: ${secret}\r\n\r\n`],
    ]);
    assert.equal(session.lines.at(-1), 'C0 END 0 | X-Api-Key: (redacted)');
  });

  test('are not in the words about what cannot be read', () => {
    const broken = [
      `GET /\r\nX-Api-Key: ${secret}\r\n\r\n`,
      `\r\nCookie: ${secret}\r\n\r\n`,
      `GET / HTTP/1.1\r\nAuthorization: ${secret}\rbroken\r\n\r\n`,
      `GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\nCookie: ${secret}\r\n\r\n`,
    ];
    for (const text of broken) {
      for (let at = 0; at < text.length; at++) {
        const session = after([
          ['client', text.slice(0, at)],
          ['client', text.slice(at)],
        ]);
        const said = JSON.stringify([session.events, session.finish()]);
        assert.match(said, /does not speak HTTP/, `split at ${at}`);
        for (const part of ['sesa', 'Basic', 'c2Vz', 'Cook', 'X-Api'])
          assert.ok(!said.includes(part), `${part} in ${said}`);
      }
    }
  });
});

describe('Http1Trace: what cannot be read', () => {
  test('is said once, with the first bytes, and the other direction goes on', () => {
    const session = after([
      ['client', '\x16\x03\x01\x02\x00\x01\n'],
      ['client', 'and more\r\n\r\n'],
      ['server', 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'],
    ]);
    assert.deepEqual(session.lines, [
      'LOST CLIENT: the client does not speak HTTP/1.1: Parse Error in TLS ("\\x16\\x03\\x01\\x02\\x00\\x01\\x0a")',
      'S0 HEAD HTTP/1.1 400 Bad Request | Content-Length: 0',
      'S0 END 0',
    ]);
  });

  test('a method that nobody knows', () => {
    const session = after([['client', 'BREW /pot HTTP/1.1\r\n\r\n']]);
    assert.deepEqual(session.lines, [
      'LOST CLIENT: the client does not speak HTTP/1.1: invalid request method in "BREW /pot HTTP/1.1…"',
    ]);
  });

  test('later bytes are not shown', () => {
    const session = after([
      ['client', 'GET / HTTP/1.1\r\n\r\n'],
      ['client', 'whatever this is\r\n\r\n'],
    ]);
    assert.equal(session.lines.at(-1), 'LOST CLIENT: the client does not speak HTTP/1.1: Parse Error');
  });

  test('a head without an end is given up', () => {
    const session = http1Session();
    session.client('GET / HTTP/1.1\r\n');
    for (let n = 0; n < 100; n++) session.client(`X-${n}: ${'x'.repeat(1_000)}\r\n`);
    assert.deepEqual(session.lines, ['LOST CLIENT: the client does not speak HTTP/1.1: max header size exceeded']);
  });

  for (const [name, begin] of [
    ['trailers', '0\r\n'],
    ['a chunk size', '1;'],
  ] as const) {
    test(`${name} without an end are given up`, () => {
      const session = http1Session();
      session.client(`POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${begin}`);
      for (let n = 0; n < 400; n++) session.client(`x-${n}: ${'x'.repeat(1_000)}${name === 'trailers' ? '\r\n' : ''}`);
      assert.equal(session.lines.length, 2);
      assert.match(session.lines[1] ?? '', /no part of a message ends within 262144 bytes/);
    });
  }

  test('a long body is none of these', () => {
    const session = http1Session();
    session.client('POST / HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n');
    for (let n = 0; n < 100; n++) session.client('x'.repeat(10_000));
    assert.equal(session.lines.at(-1), 'C0 END 1000000');
  });

  test('requests that nobody answers are counted up to a limit, and the trace goes on', () => {
    const session = http1Session();
    for (let n = 0; n < 1_500; n++) session.client('GET / HTTP/1.1\r\n\r\n');
    session.server('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    assert.equal(session.lines.at(-1), 'S0 END 0');
    assert.equal(session.count().streams, 1_500);
  });
});
