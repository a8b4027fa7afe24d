/** Clients of HTTP as people use them: curl, nghttp, Go's net/http, and a browser. */

import { writeFileSync } from 'node:fs';
import type { ServerProcess } from '../server-process.ts';
import { withPage } from './chromium.ts';
import { runGoClient } from './healthy-go.ts';
import type { HealthyRow, Traffic } from './healthy-row.ts';
import type { Scratch } from './scratch.ts';
import { toolOutput } from './tool.ts';

const CURL = ['-sS', '--fail', '--insecure', '--compressed', '--max-time', '20', '--location'];

/** Small and large, slow, compressed, streamed. */
const PATHS = [
  ['/echo', '/bytes/200000', '/delay/100ms', '/gzip', '/stream/50'],
  ['/trailers?x=y', '/sse?count=3&duration=300ms'],
].flat();

const LARGE_BODY_BYTES = 200_000;

interface CurlWay {
  readonly path: string;
  readonly scheme: 'http' | 'https';
  readonly flags: readonly string[];
  /** A connection for each request. */
  readonly isAlone?: boolean;
}

const CURL_WAYS: readonly CurlWay[] = [
  { path: 'HTTP/1.1', scheme: 'http', flags: ['--http1.1'] },
  // curl 7.88 fails where it uses such a connection again (16, Error in the HTTP2 framing layer), with nghttpd as well.
  { path: 'h2c, prior knowledge', scheme: 'http', flags: ['--http2-prior-knowledge'], isAlone: true },
  { path: 'HTTP/1.1 with Upgrade: h2c', scheme: 'http', flags: ['--http2'] },
  { path: 'h2 over TLS', scheme: 'https', flags: ['--http2'] },
  { path: 'HTTP/1.1 over TLS', scheme: 'https', flags: ['--http1.1'] },
];

export const HTTP_ROWS: readonly HealthyRow[] = [
  ...CURL_WAYS.map((way) => ({
    client: 'curl',
    path: way.path,
    drive: ({ httpPort }: ServerProcess, scratch: Scratch) =>
      curl(way, `${way.scheme}://127.0.0.1:${httpPort}`, largeBody(scratch)),
  })),
  {
    client: 'nghttp',
    path: 'h2c and h2 over TLS',
    async drive({ httpPort }, scratch) {
      const body = largeBody(scratch);
      for (const scheme of ['http', 'https']) {
        const base = `${scheme}://127.0.0.1:${httpPort}`;
        // All at once on one connection.
        await toolOutput('nghttp', ['-n', '--timeout=20', '-m', '20', `${base}/echo`, `${base}/bytes/200000`]);
        await toolOutput('nghttp', ['-n', '--timeout=20', '--padding=64', '-d', body, `${base}/upload`]);
      }
      return { connections: 4, calls: 2 * (2 * 20 + 1) };
    },
  },
  {
    client: 'Go net/http',
    path: 'h2 over TLS',
    drive: ({ httpPort }, scratch) => runGoClient(scratch, ['requests', `https://127.0.0.1:${httpPort}/echo`]),
  },
  {
    client: 'Chromium',
    path: 'h2 over TLS, WebSocket',
    drive: ({ httpPort }, scratch) => browse(`127.0.0.1:${httpPort}`, scratch),
  },
];

async function curl({ flags, isAlone }: CurlWay, base: string, body: string): Promise<Traffic> {
  const to = (path: string) => ['-o', '/dev/null', `${base}${path}`];
  const upload = ['--data-binary', `@${body}`, ...to('/upload')];
  const runs = isAlone ? PATHS.map(to) : [[...PATHS, '/redirect/1'].flatMap(to)];
  for (const urls of [...runs, upload]) await toolOutput('curl', [...CURL, ...flags, ...urls]);
  // What a redirect leads to is asked for too.
  return { connections: runs.length + 1, calls: PATHS.length + (isAlone ? 0 : 2) + 1 };
}

function largeBody(scratch: Scratch): string {
  const file = scratch.path('large-body');
  writeFileSync(file, 'x'.repeat(LARGE_BODY_BYTES));
  return file;
}

const FETCHED = [
  '/bytes/200000',
  '/stream/50',
  '/gzip',
  '/delay/200ms',
  '/headers',
  '/jsonl?count=3&duration=300ms',
  '/anything',
];

/** As a page would: some things at once, server-sent events, an upload, and a WebSocket. What it gets must be what it asked for. */
function inPage(webSocket: string): string {
  return `(async () => {
    const statuses = await Promise.all(${JSON.stringify(FETCHED)}.map(async (path) => {
      const reply = await fetch(path);
      await reply.arrayBuffer();
      return reply.status;
    }));
    const upload = await fetch('/upload', { method: 'POST', body: 'x'.repeat(${LARGE_BODY_BYTES}) });
    const echoed = await new Promise((resolve, reject) => {
      const socket = new WebSocket(${JSON.stringify(webSocket)});
      socket.onopen = () => socket.send('hello');
      socket.onerror = () => reject(new Error('WebSocket'));
      socket.onmessage = ({ data }) => { socket.close(); socket.onclose = () => resolve(data); };
    });
    const protocols = performance.getEntriesByType('resource').map((entry) => entry.nextHopProtocol);
    return JSON.stringify({ statuses, upload: upload.status, echoed, protocols });
  })()`;
}

interface Browsed {
  readonly statuses: readonly number[];
  readonly upload: number;
  readonly echoed: string;
  readonly protocols: readonly string[];
}

async function browse(host: string, scratch: Scratch): Promise<Traffic> {
  const browsed: Browsed = await withPage(scratch, async (page) => {
    await page.open(`https://${host}/`);
    // The index page lets scripts ask for nothing.
    await page.open(`https://${host}/echo`);
    return JSON.parse(String(await page.evaluate(inPage(`wss://${host}/websocket/echo`))));
  });
  const { statuses, upload, echoed, protocols } = browsed;
  const isAsAsked = [...statuses, upload].every((status) => status === 200) && echoed === 'hello';
  if (!isAsAsked || !protocols.every((each) => each === 'h2')) throw new Error(`Chromium: ${JSON.stringify(browsed)}`);
  // The two pages, an icon, what the page fetched, its upload, and the WebSocket on a connection of its own.
  return { connections: 2, calls: 2 + 1 + FETCHED.length + 1 + 1 };
}
