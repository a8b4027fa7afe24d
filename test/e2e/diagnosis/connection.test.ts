/** Connections that go wrong before their first call, or for each call: each case and its finding. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls, type TLSSocket } from 'node:tls';

import { RawPeer } from '../../servers/http2/raw-peer.ts';
import { frames, join, PREFACE, toBytes } from '../../support/frames.ts';
import { type ServerProcess, startServer } from '../../support/server-process.ts';
import { dial, goodCall } from '../support.ts';
import { findings, finds } from './findings.ts';

const PING = '0000000000000001';

/** The rule speaks after five seconds. */
const STUCK_MS = 6_500;

const CALLS = 25;

describe('a connection gives a finding:', () => {
  let clear: ServerProcess;
  let secure: ServerProcess;
  /** Withholds the ACK of SETTINGS from each client, so that others have theirs. */
  let stuck: ServerProcess;
  let stuckPeer: RawPeer;
  const sockets: Socket[] = [];

  before(async () => {
    const quiet = { entry: 'source', args: ['--log', 'off'] } as const;
    const withTls = { ...quiet, args: [...quiet.args, '--tls-self-signed'] };
    clear = await startServer(quiet);
    secure = await startServer(withTls);
    stuck = await startServer(quiet);
    await fetch(`http://127.0.0.1:${stuck.adminPort}/api/faults`, { method: 'PUT', body: 'hold_settings_ack' });
    stuckPeer = new RawPeer(open(stuck.grpcPort));
  });
  after(async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all([clear.stop(), secure.stop(), stuck.stop()]);
  });

  function open(port: number): Socket {
    const socket = dial(port);
    sockets.push(socket);
    return socket;
  }

  /** All that the server says, until it closes. */
  async function say(port: number, bytes: Uint8Array): Promise<void> {
    const socket = open(port);
    socket.resume().write(bytes);
    await Promise.race([once(socket, 'end'), once(socket, 'close')]);
    socket.destroy();
  }

  /** @returns the socket when the handshake is done, or has failed */
  async function handshake(port: number, alpn?: readonly string[]): Promise<TLSSocket> {
    const protocols = alpn === undefined ? {} : { ALPNProtocols: [...alpn] };
    const socket = connectTls({
      port,
      host: '127.0.0.1',
      servername: 'echo.sre',
      rejectUnauthorized: false,
      ...protocols,
    });
    sockets.push(socket);
    await Promise.race([once(socket, 'secureConnect'), once(socket, 'close')]).catch(() => {});
    return socket;
  }

  test('none for TCP health checks, and for calls that are well', async () => {
    for (const port of [clear.grpcPort, clear.httpPort, secure.grpcPort, secure.httpPort]) {
      const socket = open(port);
      await once(socket, 'connect');
      socket.end().resume();
      await once(socket, 'close');
      const reset = open(port);
      await once(reset, 'connect');
      reset.resetAndDestroy();
    }
    (await handshake(secure.grpcPort, ['h2'])).destroy();
    (await handshake(secure.httpPort)).destroy();
    await goodCall(clear.grpcPort);
    await sleep(300);
    for (const server of [clear, secure]) {
      const rules = (await findings(server)).map(({ rule }) => rule);
      assert.deepEqual(
        rules.filter((rule) => /^[CG]/.test(rule)),
        [],
      );
    }
  });

  test('C2: a TLS client on a port of clear text, gRPC or HTTP', async () => {
    await handshake(clear.grpcPort, ['h2']);
    const { severity, explanation } = await finds(clear, 'C2', /\(SNI "echo\.sre", ALPN "h2"\)/);
    assert.equal(severity, 'ERROR');
    assert.match(explanation, new RegExp(`on a port \\(${clear.grpcPort}\\) that speaks clear text`));
    await handshake(clear.httpPort, ['http/1.1']);
    await finds(clear, 'C2', new RegExp(`ALPN "http/1\\.1"\\), on a port \\(${clear.httpPort}\\)`));
    assert.deepEqual(await findings(clear, '?rule=G11'), [], 'what the server said to it is not another cause');
  });

  test('C3: gRPC over HTTP/1, on either port', async () => {
    const request = (target: string, version: string) =>
      toBytes(
        `POST ${target} HTTP/${version}\r\nHost: a\r\nUser-Agent: grpc-go/1.61.0\r\nContent-Type: application/grpc\r\n` +
          'Content-Length: 0\r\nConnection: close\r\n\r\n',
      );
    await say(clear.grpcPort, request('/sre.echo.v1.EchoService/Echo', '1.0'));
    const { severity } = await finds(
      clear,
      'C3',
      /"POST \/sre\.echo\.v1\.EchoService\/Echo HTTP\/1\.0" of "grpc-go\/1\.61\.0"/,
    );
    assert.equal(severity, 'ERROR');
    await say(clear.httpPort, request('/a.B/C', '1.1'));
    await finds(clear, 'C3', /"POST \/a\.B\/C HTTP\/1\.1"/);
  });

  test('C3: HTTP/1.1 on the gRPC port, which is no gRPC', async () => {
    await say(clear.grpcPort, toBytes('GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'));
    const { severity } = await finds(clear, 'C3', /^HTTP\/1 came to the gRPC port \d+: "GET \/healthz HTTP\/1\.1"/);
    assert.equal(severity, 'WARNING');
  });

  test('C4: a client that offers only http/1.1 to the gRPC port', async () => {
    await handshake(secure.grpcPort, ['http/1.1']);
    const { severity } = await finds(secure, 'C4', /it offered "http\/1\.1"\. This grpc port speaks "h2" only\.$/);
    assert.equal(severity, 'ERROR');
  });

  test('C4: HTTP/2 inside of TLS that ALPN did not choose', async () => {
    const peer = new RawPeer(await handshake(secure.grpcPort));
    await peer.until(/^SETTINGS ACK/);
    peer.close();
    const { severity } = await finds(secure, 'C4', /^The client offered no ALPN, .* \(SNI "echo\.sre"\)/);
    assert.equal(severity, 'WARNING');
  });

  test('C5: SETTINGS that the server does not acknowledge', async () => {
    await stuckPeer.until(/^SETTINGS/);
    await sleep(STUCK_MS);
    const { severity } = await finds(
      stuck,
      'C5',
      /^The server has not acknowledged the SETTINGS of the client for [5-9](\.\d)? s\.$/,
    );
    assert.equal(severity, 'WARNING');
  });

  test('C6: a client that begins with PING', async () => {
    await say(clear.grpcPort, join(PREFACE, frames.ping(PING)));
    const { severity } = await finds(clear, 'C6', /^The first frame of the client is PING, and has to be SETTINGS/);
    assert.equal(severity, 'ERROR');
    assert.deepEqual(await findings(clear, '?rule=G11'), [], 'what the server says to it is not another cause');
  });

  test('C7: a connection for each call', async () => {
    for (let n = 0; n < CALLS; n++) await goodCall(stuck.grpcPort);
    const { severity, explanation } = await finds(
      stuck,
      'C7',
      /^From 127\.0\.0\.1 came 2\d HTTP\/2 connections within /,
    );
    assert.equal(severity, 'INFO');
    assert.match(explanation, /one behind the other, with 2\d streams in all/);
  });
});
