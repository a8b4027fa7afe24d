/** Makes transport faults, at frame boundaries of the bytes that pass: Node's http2 cannot send what is wrong. */

import type { TransportFault } from '../faults/fault.ts';
import type { FaultTarget, TransportFaults } from '../faults/transport-faults.ts';
import type { ByteFilter, Wire } from './byte-filter.ts';
import { Http1Injector } from './injector/http1-injector.ts';
import { Http2Injector } from './injector/http2-injector.ts';
import type { Injector } from './injector/injector.ts';
import type { InnerProtocol } from './private-header.ts';

export interface FrameInjector extends TransportFaults {
  /**
   * @param connectionId the `conn` of its trace events
   * @param faults what is to go wrong on the connection from the start: of scope CONNECTION
   */
  filterFor(connectionId: string, protocol: InnerProtocol, faults: readonly TransportFault[]): ByteFilter;
}

export function createFrameInjector(): FrameInjector {
  const injectors = new Map<string, Injector>();

  return {
    filterFor(connectionId, protocol, faults) {
      let injector: Injector | undefined;
      return {
        attach(wire) {
          injector = createInjector(wire, protocol);
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

function createInjector(wire: Wire, protocol: InnerProtocol): Injector {
  return protocol === 'http/1.1' ? new Http1Injector(wire) : new Http2Injector(wire);
}
