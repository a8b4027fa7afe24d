/** What tshark finds in a packet file (--pcap), and what the trace of the same connections has: the same frames. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { TraceEvent } from '../../src/trace/event.ts';
import { runH2load } from '../support/interop/h2load.ts';
import { assertSameFrames, complaints, expectedFrames, framesOf } from '../support/interop/pcapng-views.ts';
import { scratchFolder } from '../support/interop/scratch.ts';
import { toolOutput } from '../support/interop/tool.ts';
import { eventsOfNdjson } from '../support/ndjson-events.ts';
import { startServer } from '../support/server-process.ts';

const SECRET = 'sesame-5f1c';

describe('a packet file', () => {
  const scratch = scratchFolder();
  after(scratch.remove);
  const file = scratch.path('packets.pcapng');
  let events: readonly TraceEvent[] = [];
  let port = 0;

  before(async () => {
    const trace = scratch.path('trace.ndjson');
    // Unredacted, or the trace would not have what the bytes have.
    const own = ['--log', 'off', '--trace-file', trace, '--no-redact', '--pcap', file];
    const server = await startServer({ args: own });
    port = server.httpPort;
    try {
      await sendRequests(`http://127.0.0.1:${port}`);
      await toolOutput('curl', ['-sS', '--fail', `http://127.0.0.1:${server.adminPort}/api/env`]);
    } finally {
      await server.stop();
    }
    events = withoutAdmin(eventsOfNdjson(readFileSync(trace, 'utf8')));
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

  test('has what was secret on the wire, as its flag says, and nothing of the admin API', async () => {
    const decode = ['-r', file, '-d', `tcp.port==${port},http2`];
    const values = await toolOutput('tshark', [...decode, '-Y', 'http2', '-T', 'fields', '-e', 'http2.header.value']);
    assert.ok(values.includes(`Bearer ${SECRET}`));
    assert.ok(!readFileSync(file).includes('/api/env'));
  });
});

function withoutAdmin(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const admin = events.flatMap((event) =>
    event.kind === 'connectionOpened' && event.connectionOpened.listener === 'admin' ? [event.conn] : [],
  );
  return events.filter(({ conn }) => !admin.includes(conn));
}

async function sendRequests(url: string): Promise<void> {
  const curl = [
    '-sS',
    '--fail',
    '--max-time',
    '20',
    '--http2-prior-knowledge',
    '-H',
    `authorization: Bearer ${SECRET}`,
  ];
  // DATA both ways, more than the windows hold.
  await toolOutput('curl', [...curl, '-o', '/dev/null', '--data-binary', 'x'.repeat(100_000), `${url}/echo`]);
  await toolOutput('curl', [...curl, '-o', '/dev/null', `${url}/bytes/70000`]);
  await toolOutput('nghttp', ['-n', '--timeout=20', '--continuation', '--padding=64', `${url}/echo`]);
  await runH2load({ url: `${url}/echo`, requests: 40, clients: 2, streams: 10 });
}
