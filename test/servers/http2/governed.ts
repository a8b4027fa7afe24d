/** A bare http2 server under a policy, with clients made of frames. */

import { createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';

import { DEFAULT_HTTP2_POLICY, type SessionPolicy, type SettingsPolicy } from '../../../src/servers/http2/policy.ts';
import { governSessions, type Http2Sessions } from '../../../src/servers/http2/sessions.ts';
import { listen } from '../support.ts';
import { RawPeer, type RawPeerOptions } from './raw-peer.ts';

export interface GovernedServer {
  readonly sessions: Http2Sessions;
  /** Those that are open, or were. */
  readonly known: readonly ServerHttp2Session[];
  connect(options?: RawPeerOptions): RawPeer;
  /** Resolves when the server has `count` sessions. */
  close(): Promise<void>;
}

export interface GovernedOptions {
  readonly settings?: Partial<SettingsPolicy>;
  readonly sessions?: SessionPolicy;
  /** Answers a stream. Default: 200 and the end, when the request has ended. */
  readonly answer?: (stream: ServerHttp2Stream) => void;
}

export async function startGoverned(options: GovernedOptions = {}): Promise<GovernedServer> {
  const server = createServer();
  const known: ServerHttp2Session[] = [];
  const sessions = governSessions(server, {
    settings: { ...DEFAULT_HTTP2_POLICY.settings, ...options.settings },
    sessions: options.sessions ?? {},
  });
  server.on('session', (session) => known.push(session));
  answerWith(server, options.answer ?? answerAtEnd);
  const listener = await listen((socket) => void server.emit('connection', socket));
  const peers: RawPeer[] = [];
  return {
    sessions,
    known,
    connect(peerOptions) {
      const peer = new RawPeer(listener.connect(), peerOptions);
      peers.push(peer);
      return peer;
    },
    async close() {
      for (const peer of peers) peer.close();
      for (const session of known) session.destroy();
      await listener.close();
    },
  };
}

function answerWith(server: Http2Server, answer: (stream: ServerHttp2Stream) => void): void {
  server.on('stream', (stream) => {
    stream.on('error', () => {});
    answer(stream);
  });
}

function answerAtEnd(stream: ServerHttp2Stream): void {
  stream.resume().once('end', () => {
    if (!stream.destroyed) stream.respond({ ':status': 200 }, { endStream: true });
  });
}
