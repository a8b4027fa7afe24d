/** The flags of a policy, from the command line to the words of the trace. */

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { RawPeer } from '../servers/http2/raw-peer.ts';
import { frames } from '../support/frames.ts';
import { GrpcJsCaller } from './grpc-js-caller.ts';
import { dial, startTraced, stopAll, type Traced, type TraceLine } from './support.ts';

const PORTS = ['grpcPort', 'httpPort'] as const;

/** The debug data of the server's GOAWAYs, those without any left out. */
function reasonsOf(events: readonly TraceLine[]): string[] {
  return events.flatMap(({ frame }) => (frame?.from === 'SERVER' && frame.goaway?.debug) || []);
}

function endsOf(events: readonly TraceLine[]): (string | undefined)[] {
  return events.flatMap(({ connectionClosed }) => (connectionClosed === undefined ? [] : connectionClosed.endedBy));
}

describe('a policy on the command line', () => {
  afterEach(stopAll);

  async function peersOf(server: Traced, answersPings = true): Promise<RawPeer[]> {
    return PORTS.map((port) => new RawPeer(dial(server[port]), { answersPings }));
  }

  test('settings: both servers announce them, and the trace shows them', async () => {
    const server = await startTraced({
      args: [
        ...['--max-concurrent-streams', '5', '--stream-window-bytes', '100000', '--connection-window-bytes', '200000'],
        ...['--header-table-bytes', '0', '--max-header-list-bytes', '9000'],
      ],
    });
    const peers = await peersOf(server);
    for (const peer of peers) await peer.until(/WINDOW_UPDATE/);
    for (const peer of peers) {
      const [settings = '', window] = peer.lines(/SETTINGS \d|WINDOW/);
      assert.deepEqual(settings.slice('SETTINGS '.length).split(',').sort(), ['1=0', '3=5', '4=100000', '6=9000']);
      assert.equal(window, `WINDOW_UPDATE 0 +${200_000 - 65_535}`);
    }
    for (const peer of peers) peer.close();
    const announced = (await server.events()).flatMap(({ frame }) => {
      return frame?.from === 'SERVER' ? (frame.settings ?? []).map(({ id, value }) => `${id}=${value}`) : [];
    });
    assert.deepEqual([...new Set(announced)].sort(), [
      'HEADER_TABLE_SIZE=0',
      'INITIAL_WINDOW_SIZE=100000',
      'MAX_CONCURRENT_STREAMS=5',
      'MAX_HEADER_LIST_SIZE=9000',
    ]);
  });

  test('--keepalive-time-seconds: who does not answer is ended by the server, and the trace says why', async () => {
    const server = await startTraced({ args: ['--keepalive-time-seconds', '1', '--keepalive-timeout-seconds', '1'] });
    const peers = await peersOf(server, false);
    for (const peer of peers) await peer.until(/FIN|ECONNRESET/);
    for (const peer of peers) peer.close();
    const events = await server.events();
    assert.deepEqual(reasonsOf(events), ['keepalive_timeout', 'keepalive_timeout']);
    assert.deepEqual(endsOf(events), ['SERVER', 'SERVER']);
  });

  test('--min-ping-interval-seconds: the third PING too soon is the last, gRFC A8', async () => {
    const args = ['--min-ping-interval-seconds', '300', '--permit-ping-without-stream', 'on'];
    const server = await startTraced({ args });
    const peers = await peersOf(server);
    for (const peer of peers) {
      peer.open(1);
      await peer.until(/^HEADERS 1/);
      peer.send(...Array.from({ length: 8 }, () => frames.ping('0102030405060708')));
      await peer.until(/FIN/);
      assert.deepEqual(peer.lines(/GOAWAY|FIN/), ['GOAWAY 1 ENHANCE_YOUR_CALM too_many_pings', 'FIN']);
    }
    for (const peer of peers) peer.close();
    const closed = (await server.events()).flatMap(({ connectionClosed }) => connectionClosed ?? []);
    assert.deepEqual(
      closed.map(({ endedBy, error }) => [endedBy, /--min-ping-interval-seconds/.test(error ?? '')]),
      [
        ['SERVER', true],
        ['SERVER', true],
      ],
    );
  });

  test('--max-connection-idle-seconds', async () => {
    const server = await startTraced({ args: ['--max-connection-idle-seconds', '1'] });
    const peers = await peersOf(server);
    for (const peer of peers) await peer.until(/FIN/);
    for (const peer of peers) peer.close();
    const events = await server.events();
    assert.deepEqual(reasonsOf(events), ['max_idle', 'max_idle']);
    assert.deepEqual(endsOf(events), ['SERVER', 'SERVER']);
  });

  test('--max-connection-age-seconds loses no call of grpc-js, which comes back on another connection', async (context) => {
    const server = await startTraced({ args: ['--max-connection-age-seconds', '1'] });
    const callers = Array.from({ length: 4 }, () => new GrpcJsCaller(server.grpcPort, 100));
    context.after(() => {
      for (const caller of callers) caller.close();
    });
    await sleep(2_500);
    for (const { succeeded, errors } of await Promise.all(callers.map((caller) => caller.stop()))) {
      assert.deepEqual(errors, []);
      assert.ok(succeeded > 50, `${succeeded} calls`);
    }
    const reasons = reasonsOf(await server.events()).filter((reason) => reason === 'max_age');
    assert.ok(reasons.length >= 4, `${reasons.length} connections came to their age`);
  });
});
