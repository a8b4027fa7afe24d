/** Readers of the live trace that stop reading, then read on, and account for each event. */

import { once } from 'node:events';
import { connect } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { ADMIN_FILES, LOAD_OPTIONS, loadProtos, serviceOf, TRACE_SERVICE } from '../../src/servers/grpc/protos.ts';

/** For what waits to come, on a busy machine. */
const PATIENCE_MS = 30_000;

export interface StalledReader {
  readonly name: string;
  /** Reads up to the event `lastSeq`. @throws where events are missing, twice, or lost and received */
  readOn(lastSeq: number): Promise<Account>;
}

export interface Account {
  readonly received: number;
  readonly lost: number;
  readonly losses: number;
}

/** Of an event as all ways have it; 64-bit numbers may be strings. */
interface Event {
  readonly seq: number | string;
  readonly traceLost?: { readonly dropped: number; readonly firstSeq?: number; readonly lastSeq?: number } | null;
}

/** Both have begun when this resolves, and read nothing. */
export async function stalledReaders(adminPort: number): Promise<readonly StalledReader[]> {
  return Promise.all([stalledWebSocket(adminPort), stalledWatch(adminPort)]);
}

async function stalledWebSocket(port: number): Promise<StalledReader> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/trace/live`);
  const ledger = createLedger();
  socket.on('message', (data) => ledger.add(JSON.parse(String(data))));
  await once(socket, 'open');
  socket.pause();
  return {
    name: 'WebSocket',
    async readOn(lastSeq) {
      socket.resume();
      await ledger.upTo(lastSeq);
      socket.terminate();
      return ledger.account();
    },
  };
}

async function stalledWatch(port: number): Promise<StalledReader> {
  const { Watch } = serviceOf(loadProtos(LOAD_OPTIONS, ADMIN_FILES), TRACE_SERVICE);
  if (Watch === undefined) throw new Error('TraceService has no method Watch');
  const session = connect(`http://127.0.0.1:${port}`);
  const fields = { ':method': 'POST', ':path': Watch.path, 'content-type': 'application/grpc', te: 'trailers' };
  const stream = session.request(fields);
  stream.end(Buffer.alloc(5));
  await once(stream, 'response');
  const ledger = createLedger();
  let rest: Buffer = Buffer.alloc(0);
  return {
    name: 'gRPC Watch',
    async readOn(lastSeq) {
      stream.on('data', (chunk: Buffer) => {
        rest = Buffer.concat([rest, chunk]);
        let at = 0;
        while (rest.length - at >= 5 && rest.length - at >= 5 + rest.readUInt32BE(at + 1)) {
          const end = at + 5 + rest.readUInt32BE(at + 1);
          ledger.add([Watch.responseDeserialize(rest.subarray(at + 5, end)) as Event]);
          at = end;
        }
        rest = rest.subarray(at);
      });
      await ledger.upTo(lastSeq);
      session.destroy();
      return ledger.account();
    },
  };
}

interface Ledger {
  add(events: readonly Event[]): void;
  upTo(lastSeq: number): Promise<void>;
  account(): Account;
}

function createLedger(): Ledger {
  let next = 0;
  let [received, lost, losses] = [0, 0, 0];
  let wrong: string | undefined;

  function add({ seq, traceLost }: Event): void {
    if (next !== 0 && Number(seq) !== next) wrong ??= `seq ${seq} came: expected ${next}`;
    if (traceLost === undefined || traceLost === null) {
      received++;
      next = Number(seq) + 1;
      return;
    }
    const { dropped, firstSeq = 0, lastSeq = 0 } = traceLost;
    if (Number(dropped) !== Number(lastSeq) - Number(firstSeq) + 1)
      wrong ??= `${dropped} lost in ${firstSeq}-${lastSeq}`;
    losses++;
    lost += Number(dropped);
    next = Number(lastSeq) + 1;
  }

  return {
    add(events) {
      for (const event of events) add(event);
    },
    async upTo(lastSeq) {
      const end = performance.now() + PATIENCE_MS;
      while (next <= lastSeq && wrong === undefined) {
        if (performance.now() > end) throw new Error(`nothing came after seq ${next - 1}: expected up to ${lastSeq}`);
        await sleep(20);
      }
    },
    account() {
      if (wrong !== undefined) throw new Error(`the trace is not exact: ${wrong}`);
      return { received, lost, losses };
    },
  };
}

/** Of the newest event that the server has. */
export async function newestSeq(adminPort: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${adminPort}/api/trace?limit=1`);
  return JSON.parse(await answer.text()).seq;
}
