/** What tshark finds in a packet file (--pcap), and what the trace of the same connections has: the same frames. */

import assert from 'node:assert/strict';
import { createServer } from 'node:http2';
import { after, before, describe, test } from 'node:test';
import { systemClock } from '../../src/capture/clock.ts';
import { Front } from '../../src/capture/front.ts';
import { InnerListener } from '../../src/capture/inner.ts';
import { withPackets } from '../../src/capture/packet-observer.ts';
import { createTracer } from '../../src/capture/tracer.ts';
import { redactNothing } from '../../src/redaction.ts';
import { openPacketFile } from '../../src/sinks/packet-file.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { noMessageTypes } from '../../src/trace/message.ts';
import { PreviewArena } from '../../src/wire/preview.ts';
import { createOpenFilter } from '../capture/open-filter.ts';
import { runH2load } from '../support/interop/h2load.ts';
import { assertSameFrames, complaints, expectedFrames, framesOf } from '../support/interop/pcapng-views.ts';
import { scratchFolder } from '../support/interop/scratch.ts';
import { toolOutput } from '../support/interop/tool.ts';

const GRACE_MS = 5_000;

describe('a packet file', () => {
  const scratch = scratchFolder();
  after(scratch.remove);
  const events: TraceEvent[] = [];
  const file = scratch.path('packets.pcapng');
  let port: number;

  before(async () => {
    const packets = await openPacketFile({ path: file, application: 'test', onError: assert.ifError });
    const clock = systemClock();
    const tracer = createTracer({
      clock,
      options: { isSecret: redactNothing, messageTypes: noMessageTypes, previews: new PreviewArena(1_024) },
      publish: (some) => events.push(...some),
      onBug: assert.ifError,
    });
    // DATA both ways, more than the windows hold.
    const server = createServer((request, response) => {
      request.resume();
      request.on('end', () => response.end('y'.repeat(70_000)));
    });
    const inner = new InnerListener((socket) => {
      // Node's own server would keep a session whose client is gone.
      socket.once('end', () => socket.end());
      server.emit('connection', socket);
    }, assert.ifError);
    await inner.listen();
    let lastId = 0;
    const front = new Front(inner, {
      ...{ listener: 'http', host: '127.0.0.1', port: 0, sniffMs: 5_000, halfClosedIdleMs: 5_000 },
      route: () => 'h2c',
      filterFor: createOpenFilter,
      nextId: () => `c${++lastId}`,
      observe: (connection) => withPackets(tracer(connection), connection.facts, packets, clock),
      onError: assert.ifError,
    });
    ({ port } = await front.listen());
    try {
      await sendRequests(`http://127.0.0.1:${port}/`);
    } finally {
      front.close();
      await front.drained(GRACE_MS);
      inner.close();
      await packets.close();
    }
  });

  test('has the frames of the trace, lengths, fields, representations and indexes', async () => {
    const connections = new Map(
      events.flatMap((event) =>
        event.kind === 'connectionOpened' ? [[event.connectionOpened.peer.port, event.conn] as const] : [],
      ),
    );
    assertSameFrames(await framesOf(file, [port], connections), expectedFrames(events));
  });

  test('tshark has nothing to complain of', async () => assert.equal(await complaints(file, [port]), ''));

  test('capinfos: nothing was dropped', async () => {
    assert.match(await toolOutput('capinfos', ['-M', file]), /^Strict time order: +True$/m);
    assert.match(await toolOutput('tshark', ['-r', file, '-Y', 'tcp.analysis.lost_segment']), /^$/);
  });
});

async function sendRequests(url: string): Promise<void> {
  const curl = ['-sS', '--fail', '--max-time', '20', '--http2-prior-knowledge', '-H', 'authorization: Bearer sesame'];
  await toolOutput('curl', [...curl, '--data-binary', 'x'.repeat(100_000), url]);
  await toolOutput('nghttp', ['-n', '--timeout=20', '--continuation', '--padding=64', url]);
  await runH2load({ url, requests: 40, clients: 2, streams: 10 });
}
