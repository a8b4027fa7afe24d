import { Beginning } from '../trace/beginning.ts';
import type { ConnectionStage, FirstBytes, Side, TraceEvent } from '../trace/event.ts';
import type { EventSource } from '../trace/event-source.ts';
import type { Http2Options } from '../trace/http2-options.ts';
import type { OriginVerdict } from '../trace/origin-verdict.ts';
import type { ProtocolCount, ProtocolSummary, ProtocolTrace, TransportEnd } from '../trace/protocol-trace.ts';
import { type AfterHead, Http1Direction, type Http1Head } from './http1-direction.ts';

/** Requests that wait for their response: a client that pipelines more is read on, but HEAD responses may be misread. */
const MAX_PIPELINED = 1_000;

const SWITCHING_PROTOCOLS = 101;

const SWITCHED: OriginVerdict = {
  origin: 'UNKNOWN',
  reason: 'behind an upgrade or CONNECT its bytes were of another protocol, which is not read here',
};

/** The trace of an HTTP/1.1 connection. It is here and not in trace/ because its parser is a library: HTTP/1 is not our core. */
export class Http1Trace implements ProtocolTrace {
  private readonly source: EventSource;
  private readonly client: Http1Direction;
  private readonly server: Http1Direction;
  private readonly clientBeginning = new Beginning('CLIENT');
  private readonly serverBeginning = new Beginning('SERVER');
  /** Methods of the requests without a final response: RFC 9112 §6.3 asks for them to find the end of the response. */
  private readonly waiting: string[] = [];
  /** Behind a granted upgrade or CONNECT the bytes are of another protocol. */
  private switched = false;
  private requests = 0;
  private time = 0;
  private out: TraceEvent[] = [];

  constructor(source: EventSource, options: Pick<Http2Options, 'isSecret'>) {
    this.source = source;
    const isSecret = (name: string) => options.isSecret(name);
    const event = (body: Parameters<EventSource['http1']>[1]) => this.out.push(this.source.http1(this.time, body));
    this.client = new Http1Direction('CLIENT', isSecret, { event, head: (head) => this.request(head) });
    this.server = new Http1Direction('SERVER', isSecret, { event, head: (head) => this.response(head) });
  }

  receive(from: Side, chunk: Uint8Array, time: number, out: TraceEvent[]): void {
    if (this.switched) return;
    this.time = time;
    this.out = out;
    const direction = from === 'CLIENT' ? this.client : this.server;
    if (!direction.hasSpoken) (from === 'CLIENT' ? this.clientBeginning : this.serverBeginning).push(chunk);
    const wasLost = direction.lost !== undefined;
    direction.push(chunk);
    if (direction.lost === undefined || wasLost) return;
    const reason = `the ${from.toLowerCase()} does not speak HTTP/1.1: ${direction.lost}`;
    out.push(this.source.traceLost(time, { reason, from, dropped: 0 }));
  }

  finish(end: TransportEnd, time: number, out: TraceEvent[]): ProtocolSummary {
    this.time = time;
    this.out = out;
    const isOrderly = end.how === 'FIN';
    const unfinished = new Map<Side, string>();
    for (const side of this.switched ? [] : [this.client, this.server]) {
      const words = side.finish(isOrderly);
      if (words !== undefined) unfinished.set(side.from, words);
    }
    const error = [...unfinished.values()].join('; ');
    const firstBytes = this.firstBytes(end);
    const { clientHello } = this.clientBeginning;
    return {
      stage: this.stage,
      isHttp1: true,
      torn: [...unfinished.keys()],
      ...(error === '' ? {} : { error }),
      ...(firstBytes.length === 0 ? {} : { firstBytes }),
      ...(clientHello === undefined ? {} : { clientHello }),
      ...(this.switched ? { verdict: SWITCHED } : {}),
    };
  }

  /** Of sides that spoke something else, or nothing though it was for them to speak. */
  private firstBytes({ endedBy }: TransportEnd): FirstBytes[] {
    const { client, server, clientBeginning, serverBeginning } = this;
    const isUnanswered = client.hasSpoken && serverBeginning.isSilent && endedBy === 'SERVER';
    const foreign: FirstBytes[] = [];
    if (clientBeginning.isSilent || isForeign(client, clientBeginning)) foreign.push(clientBeginning.firstBytes);
    if (isUnanswered || isForeign(server, serverBeginning)) foreign.push(serverBeginning.firstBytes);
    return foreign;
  }

  private get stage(): ConnectionStage {
    if (!this.client.hasSpoken) return 'OPENING';
    return this.switched || this.openStreams > 0 ? 'ACTIVE' : 'IDLE';
  }

  /** Requests whose response is not complete. */
  private get openStreams(): number {
    return this.waiting.length + (this.server.isInside ? 1 : 0);
  }

  count(): ProtocolCount {
    return { streams: this.requests, openStreams: this.openStreams, frames: [] };
  }

  streams(): readonly [] {
    return [];
  }

  http2State(): undefined {
    return undefined;
  }

  private request({ method }: Http1Head): AfterHead {
    this.requests += 1;
    this.waiting.push(method);
    if (this.waiting.length > MAX_PIPELINED) this.waiting.shift();
    return 'BODY';
  }

  private response({ status }: Http1Head): AfterHead {
    if (status >= 100 && status < 200 && status !== SWITCHING_PROTOCOLS) return 'BODY';
    const method = this.waiting.shift();
    if (status === SWITCHING_PROTOCOLS || (method === 'CONNECT' && status < 300)) {
      this.switched = true;
      return 'OTHER_PROTOCOL';
    }
    return method === 'HEAD' || status === 204 || status === 304 ? 'NO_BODY' : 'BODY';
  }
}

/** A head that is no good HTTP/1.1, or not all there yet, is HTTP/1.1 all the same. The parser waits for the end of a line: TLS has none. */
function isForeign({ lost, hasSpoken }: Http1Direction, { firstBytes }: Beginning): boolean {
  if (hasSpoken) return false;
  const { looksLike } = firstBytes;
  return looksLike === 'TLS_HANDSHAKE' || looksLike === 'TLS_ALERT' || (looksLike === 'OTHER' && lost !== undefined);
}
