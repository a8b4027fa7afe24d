/** What tshark finds in exports of real traffic: the frames, header fields and messages of the trace, and nothing to complain of. */

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { LOST_PATH } from '../../src/formats/pcapng/lost-requests.ts';
import { pcapngOf } from '../../src/formats/pcapng/pcapng.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { certificate } from '../support/certificates.ts';
import type { Transcripts } from '../support/interop/frame-transcript.ts';
import {
  assertSameFrames,
  complaints,
  expectedFrames,
  framesOf,
  grpcMessages,
  withoutEncoding,
} from '../support/interop/pcapng-views.ts';
import { type Scratch, scratchFolder } from '../support/interop/scratch.ts';
import { toolOutput } from '../support/interop/tool.ts';
import { sendTraffic } from '../support/interop/traffic.ts';
import { eventsOfNdjson } from '../support/ndjson-events.ts';
import { startServer } from '../support/server-process.ts';

interface Traced {
  readonly events: readonly TraceEvent[];
  readonly ports: readonly number[];
}

const scratch: Scratch = scratchFolder();
after(scratch.remove);

/** @param args of the server, beside those of its trace */
async function trace(
  name: string,
  args: readonly string[],
  traffic: (ports: readonly number[]) => Promise<void>,
): Promise<Traced> {
  const file = scratch.path(`${name}.ndjson`);
  const server = await startServer({ args: ['--log', 'off', '--trace-file', file, ...args] });
  const ports = [server.grpcPort, server.httpPort];
  try {
    await traffic(ports);
  } finally {
    await server.stop();
  }
  return { events: eventsOfNdjson(readFileSync(file, 'utf8')), ports };
}

function write(name: string, events: Iterable<TraceEvent>, options = {}): string {
  const file = scratch.path(`${name}.pcapng`);
  writeFileSync(file, Buffer.concat([...pcapngOf(events, { application: 'sre-test-server test', ...options })]));
  return file;
}

/** Client port → connection id. */
function connectionsOf(events: readonly TraceEvent[]): Map<number, string> {
  return new Map(
    events.flatMap((event) =>
      event.kind === 'connectionOpened' ? [[event.connectionOpened.peer.port, event.conn] as const] : [],
    ),
  );
}

describe('an export of whole connections', () => {
  let traced: Traced;
  let file: string;
  before(async () => {
    traced = await trace('full', ['--no-redact', '--payload-bytes', '65536'], ([grpcPort = 0, httpPort = 0]) =>
      sendTraffic({ grpcPort, httpPort }, scratch),
    );
    file = write('full', traced.events);
  });

  test('tshark finds the same frames, lengths, header fields, representations and indexes', async () => {
    const { events, ports } = traced;
    assertSameFrames(await framesOf(file, ports, connectionsOf(events)), expectedFrames(events));
  });

  test('and every gRPC message', async () => {
    const expected = traced.events.flatMap((event) => (event.kind === 'message' ? [event.message.length] : []));
    const found = (await grpcMessages(file, traced.ports)).flatMap((line) => line.split('\t')[1]?.split(',') ?? []);
    assert.deepEqual(found.map(Number).sort(ascending), expected.sort(ascending));
  });

  test('it has nothing to complain of', async () => assert.equal(await complaints(file, traced.ports), ''));

  test('capinfos: all packets in the order of time', async () => {
    const text = await toolOutput('capinfos', ['-M', file]);
    assert.match(text, /^Strict time order: +True$/m);
    assert.match(text, /^Capture application: sre-test-server test$/m);
  });
});

describe('an export with secrets, over TLS', () => {
  let traced: Traced;
  let file: string;
  before(async () => {
    const own = await certificate('server');
    const [cert, key] = [scratch.path('cert.pem'), scratch.path('key.pem')];
    writeFileSync(cert, own.cert);
    writeFileSync(key, own.key);
    traced = await trace('tls', ['--tls-cert', cert, '--tls-key', key], async ([grpcPort, httpPort]) => {
      const secret = ['-H', 'authorization: Bearer sesame'];
      const echo = 'sre.echo.v1.EchoService/Echo';
      await toolOutput('grpcurl', [
        '-insecure',
        ...secret,
        '-d',
        '{"message": "hello"}',
        `localhost:${grpcPort}`,
        echo,
      ]);
      const url = `https://localhost:${httpPort}/echo`;
      await toolOutput('curl', ['-sSk', '--fail', '--http2', ...secret, '--cookie', 'a=sesame', url, url]);
      await toolOutput('curl', ['-sSk', '--fail', '--http1.1', ...secret, '--data-binary', 'x'.repeat(5_000), url]);
    });
    file = write('tls', traced.events);
  });

  test('tshark finds the same frames and header fields, [redacted] in place of secrets', async () => {
    const { events, ports } = traced;
    const expected = expectedFrames(events);
    assert.match(Object.values(expected).flat().join('\n'), /authorization: \[redacted\]/);
    const found = await framesOf(file, ports, connectionsOf(events));
    assertSameFrames(withoutEncoding(found), withoutEncoding(expected));
  });

  test('and HTTP/1.1 with a body of as many bytes', async () => {
    const fields = ['-T', 'fields', '-e', 'http.request.line', '-e', 'http.content_length', '-e', 'http.response.code'];
    const heuristic = await toolOutput('tshark', ['-r', file, '-Y', 'http', ...fields]);
    assert.match(heuristic, /[Aa]uthorization: \[redacted\]\S*.*\t5000\t/);
    assert.match(heuristic, /\t200$/m);
  });

  test('it has nothing to complain of, and says what TLS was', async () => {
    assert.equal(await complaints(file, traced.ports), '');
    const comments = await toolOutput('tshark', [
      '-r',
      file,
      '-Y',
      'frame.comment',
      '-T',
      'fields',
      '-e',
      'frame.comment',
    ]);
    assert.match(comments, /Sent over TLS \(TLSv1\.3, TLS_\w+, SNI localhost, ALPN h2\)/);
  });

  test('no secret is in it', () => assert.equal(readFileSync(file).includes('sesame'), false));
});

describe('an export whose oldest events are gone, as when a ring has dropped them', () => {
  let traced: Traced;
  let file: string;
  let rest: readonly TraceEvent[];
  before(async () => {
    traced = await trace('cut', [], ([grpcPort = 0, httpPort = 0]) => sendTraffic({ grpcPort, httpPort }, scratch));
    rest = traced.events.slice(-Math.floor(traced.events.length / 3));
    const opened = new Map(
      traced.events.flatMap((event) => (event.kind === 'connectionOpened' ? [[event.conn, event]] : [])),
    );
    file = write('cut', rest, { openedOf: (conn: string) => opened.get(conn)?.connectionOpened });
  });

  test('tshark finds the frames that are left, those of a cut connection behind a start that is made up', async () => {
    const expected = withoutEncoding(expectedFrames(rest));
    const whole = new Set(connectionsOf(rest).values());
    const directions = Object.entries(expected).map(([direction, frames]) =>
      whole.has(direction.split(' ')[0] ?? '') ? [direction, frames] : [direction, [MADE_UP, ...frames]],
    );
    assert.ok(whole.size * 2 < directions.length, 'at least one is cut');
    const found = await framesOf(file, traced.ports, connectionsOf(traced.events));
    assertSameFrames(withoutMadeUp(withoutEncoding(found)), Object.fromEntries(directions));
  });

  test('it has nothing to complain of', async () => assert.equal(await complaints(file, traced.ports), ''));
});

/** Without the requests that stand in front of answers to requests that are gone. */
function withoutMadeUp(transcripts: Transcripts): Transcripts {
  const kept = Object.entries(transcripts).map(([direction, all]) => [
    direction,
    all.filter((frame) => !frame.includes(`:path: ${LOST_PATH}`)),
  ]);
  return Object.fromEntries(kept);
}

const MADE_UP = 'SETTINGS flags=0x0 stream=0 length=0';

function ascending(a: number, b: number): number {
  return a - b;
}
