/** One call that goes wrong, and everywhere that its finding is to be. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { WebSocket } from 'ws';
import { ECHO_PATH, echoRequestBody } from '../support/interop/echo-call.ts';
import { type Collector, startCollector } from '../support/otlp/collector.ts';
import { parseExposition } from '../support/prometheus-text.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { until } from './support.ts';

const RULE = 'S8';

interface Told {
  readonly seq: number;
  readonly conn: string;
  readonly finding?: { readonly rule: string; readonly evidence: readonly number[]; readonly streamId: number };
}

async function refusedCall({ grpcPort }: ServerProcess): Promise<void> {
  const session = connect(`http://127.0.0.1:${grpcPort}`);
  session.on('error', () => {});
  const stream = session.request({
    ':method': 'POST',
    ':path': ECHO_PATH,
    'content-type': 'application/grpc',
    te: 'trailers',
    'x-sre-fault': 'rst_stream=REFUSED_STREAM',
  });
  // Not `once`, which fails with the error that comes first.
  const closed = new Promise((resolve) => stream.on('error', () => {}).on('close', resolve));
  stream.end(echoRequestBody('hello'));
  await closed;
  session.close();
}

describe('a finding is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'findings-'));
  const traceFile = join(folder, 'trace');
  let collector: Collector;
  let server: ServerProcess;
  let live: Told[];

  before(async () => {
    collector = await startCollector();
    const args = ['--log', 'findings', '--trace-file', traceFile, '--otlp-endpoint', collector.url];
    server = await startServer({ entry: 'source', args });
    const socket = new WebSocket(`ws://127.0.0.1:${server.adminPort}/api/trace/live?filter=rule:${RULE}`);
    live = [];
    socket.on('message', (data) => live.push(...JSON.parse(String(data))));
    await once(socket, 'open');
    await refusedCall(server);
    await until(
      () => 'no finding by WebSocket',
      () => live.length > 0,
    );
  });
  after(async () => {
    await server.stop();
    collector.stop();
    rmSync(folder, { recursive: true });
  });

  async function get(path: string): Promise<string> {
    const answer = await fetch(`http://127.0.0.1:${server.adminPort}${path}`);
    assert.equal(answer.status, 200);
    return answer.text();
  }

  /** Evidence is what says that it is the same. */
  function evidence(): readonly number[] {
    const found = live[0]?.finding;
    assert.ok(found !== undefined && found.evidence.length > 0);
    return found.evidence;
  }

  test('an event that readers of the live trace can filter', () => {
    assert.deepEqual(
      live.map(({ finding }) => finding?.rule),
      [RULE],
    );
  });

  test('in the ring, behind the frames that show it', async () => {
    const events: Told[] = (await get('/api/trace'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const told = events.find(({ finding }) => finding?.rule === RULE);
    assert.deepEqual(told?.finding?.evidence, evidence());
    assert.ok(told !== undefined && evidence().every((seq) => seq < told.seq));
  });

  test('in the file and in the log', async () => {
    await until(
      () => 'nothing in the file',
      () => readFileSync(traceFile, 'utf8').includes(`"rule":"${RULE}"`),
    );
    await until(
      () => `the log has ${server.stdout()}`,
      () => server.stdout().includes(`${RULE} (f`),
    );
    assert.doesNotMatch(server.stdout(), / HEADERS /);
  });

  test('in /api/findings, with its count', async () => {
    const { findings } = JSON.parse(await get(`/api/findings?rule=${RULE}`));
    assert.deepEqual([findings.length, findings[0].finding.count], [1, 1]);
    assert.deepEqual(findings[0].finding.evidence, evidence());
  });

  test('counted in the metrics', async () => {
    const samples = parseExposition(await get('/metrics'), 'text').get('sre_findings_total')?.samples ?? [];
    const rules = [...samples].map(({ labels }) => labels.get('rule'));
    assert.ok(rules.includes(RULE), rules.join());
  });

  test('an event of the span of its call', async () => {
    const named = () =>
      collector.spans.flatMap(({ events }) => events.map(({ attributes }) => attributes['sre.finding.rule']));
    await until(
      () => `findings in spans: ${named().join()}`,
      () => named().includes(RULE),
    );
  });

  test('a comment on a packet', async () => {
    const answer = await fetch(`http://127.0.0.1:${server.adminPort}/api/trace?format=pcapng`);
    const bytes = Buffer.from(await answer.arrayBuffer()).toString('latin1');
    assert.match(bytes, new RegExp(`\\b${RULE}\\b`));
  });
});
