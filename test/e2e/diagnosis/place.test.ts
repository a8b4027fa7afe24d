/** What the place does to calls, as far as a process can do it to itself: it is stopped, and continued. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { RawPeer } from '../../servers/http2/raw-peer.ts';
import { frames } from '../../support/frames.ts';
import { ECHO_PATH, echoRequestBody } from '../../support/interop/echo-call.ts';
import { CALL, type Fields, speakers } from '../../support/script.ts';
import { type ServerProcess, startServer } from '../../support/server-process.ts';
import { dial } from '../support.ts';
import { finds } from './findings.ts';

/** The place is looked at each 5 s, and what a look finds is a change: the first one finds nothing. */
const FIRST_LOOK_MS = 6_000;

const STOPPED_MS = 1_500;
const DELAY_MS = 300;

describe('the place gives a finding:', () => {
  let server: ServerProcess;
  const peers: RawPeer[] = [];

  before(async () => {
    server = await startServer({ entry: 'source', args: ['--log', 'off'] });
    await sleep(FIRST_LOOK_MS);
  });
  after(async () => {
    for (const peer of peers) peer.close();
    await server.stop();
  });

  async function call(fields: Fields): Promise<RawPeer> {
    const peer = new RawPeer(dial(server.grpcPort));
    peers.push(peer);
    peer.send(speakers().request(1, { ...CALL, te: 'trailers', ':path': ECHO_PATH, ...fields }));
    peer.send(frames.data(1, echoRequestBody('hello'), { endStream: true }));
    await peer.until(/^SETTINGS ACK/);
    return peer;
  }

  test('E2: a process that is stopped while a call is under way', async () => {
    const peer = await call({ 'x-sre-fault': `delay=${DELAY_MS}ms` });
    await sleep(DELAY_MS / 3);
    process.kill(server.pid, 'SIGSTOP');
    await sleep(STOPPED_MS);
    process.kill(server.pid, 'SIGCONT');
    await peer.until(/^HEADERS 1/);
    const { severity, explanation } = await finds(server, 'E2', /timers of this server were up to /);
    assert.equal(severity, 'WARNING');
    const [, seconds] =
      /up to ([\d.]+) s late.* a call waited [\d.]+ s for the head of its response/.exec(explanation) ?? [];
    assert.ok(Number(seconds) >= 1, explanation);
  });

  test('E4: requests that an Envoy on this host has passed on', async () => {
    await (await call({ 'x-envoy-attempt-count': '1' })).until(/^HEADERS 1/);
    const { severity } = await finds(server, 'E4', /^Requests with fields of Envoy come from 127\.0\.0\.1/);
    assert.equal(severity, 'INFO');
  });
});
