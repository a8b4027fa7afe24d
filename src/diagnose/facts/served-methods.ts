/** The methods of gRPC that a server has answered on a connection: what it is known to have, without asking its reflection. */

import type { Rpc } from '../../trace/event.ts';

/** Servers have some dozen services, of some dozen methods: of more, names are of no help either. */
const MAX_SERVICES = 64;
const MAX_METHODS = 128;

export class ServedMethods {
  private readonly byService = new Map<string, Set<string>>();
  /** The one before: most calls are of the same method. */
  private last: Rpc | undefined = undefined;

  /** A call of this method has ended with a status that only its handler can have given. */
  add(rpc: Rpc): void {
    const { last } = this;
    if (last === rpc || (last?.method === rpc.method && last.service === rpc.service)) return;
    this.last = rpc;
    const methods = this.byService.get(rpc.service) ?? this.addService(rpc.service);
    if (methods !== undefined && methods.size < MAX_METHODS) methods.add(rpc.method);
  }

  /** @returns undefined where no method of it has answered yet */
  methodsOf(service: string): ReadonlySet<string> | undefined {
    return this.byService.get(service);
  }

  get services(): Iterable<string> {
    return this.byService.keys();
  }

  private addService(service: string): Set<string> | undefined {
    if (this.byService.size >= MAX_SERVICES) return undefined;
    const methods = new Set<string>();
    this.byService.set(service, methods);
    return methods;
  }
}
