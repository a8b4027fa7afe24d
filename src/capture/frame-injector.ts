/** Makes transport faults, at frame boundaries of the bytes that pass: Node's http2 cannot send what is wrong. */

import type { TransportFault } from '../faults/fault.ts';
import type { FaultTarget, TransportFaults } from '../faults/transport-faults.ts';
import type { Side } from '../trace/event.ts';
import { ERROR_CODE } from '../wire/http2/error-code.ts';
import type { ByteFilter, Wire } from './byte-filter.ts';
import { Http1Injector } from './injector/http1-injector.ts';
import { Http2Injector } from './injector/http2-injector.ts';
import type { Injector } from './injector/injector.ts';
import type { PingLimits } from './ping-policy.ts';
import { PingWatch } from './ping-watch.ts';
import type { InnerProtocol } from './private-header.ts';

export interface FrameInjector extends TransportFaults {
  /**
   * @param connectionId the `conn` of its trace events
   * @param faults what is to go wrong on the connection from the start: of scope CONNECTION
   */
  filterFor(connectionId: string, protocol: InnerProtocol, faults: readonly TransportFault[]): ByteFilter;
}

/** @param pings how many PINGs clients may send; undefined: they are not counted, which costs nothing */
export function createFrameInjector(pings?: PingLimits): FrameInjector {
  const injectors = new Map<string, Injector>();

  return {
    filterFor(connectionId, protocol, faults) {
      let injector: Injector | undefined;
      return {
        attach(wire) {
          injector = createInjector(wire, protocol, pings);
          injectors.set(connectionId, injector);
          if (faults.length > 0) injector.arm(undefined, faults);
        },
        receive: (from, chunk) => injector?.receive(from, chunk),
        closed() {
          injector?.closed();
          injectors.delete(connectionId);
        },
      };
    },
    arm({ connectionId, streamId }: FaultTarget, faults) {
      const injector = injectors.get(connectionId);
      return injector === undefined ? 'the connection has closed' : injector.arm(streamId, faults);
    },
  };
}

/** For the trace; clients of gRPC look for the debug text of the GOAWAY, and people for the flag. */
const TOO_MANY_PINGS = 'more PINGs of the client than --min-ping-interval-seconds allows: GOAWAY and closed by us';

function createInjector(wire: Wire, protocol: InnerProtocol, pings: PingLimits | undefined): Injector {
  if (protocol === 'http/1.1') return new Http1Injector(wire);
  const injector = new Http2Injector(wire);
  return pings === undefined ? injector : withPingPolicy(injector, new PingWatch(pings));
}

/** gRFC A8, also where nothing is traced. */
function withPingPolicy(injector: Http2Injector, watch: PingWatch): Injector {
  return {
    receive(from: Side, chunk: Uint8Array) {
      const isTooMany = watch.chunk(from, chunk, performance.now());
      injector.receive(from, chunk);
      if (isTooMany) injector.fail(ERROR_CODE.ENHANCE_YOUR_CALM, 'too_many_pings', TOO_MANY_PINGS);
    },
    arm: (streamId, faults) => injector.arm(streamId, faults),
    closed: () => injector.closed(),
  };
}
