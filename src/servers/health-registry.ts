/** Which of our services serve, and who wants to know when that changes. */

/** Of grpc.health.v1; SERVICE_UNKNOWN is no status of a service but an answer of Watch. */
export type ServingStatus = 'UNKNOWN' | 'SERVING' | 'NOT_SERVING';

/** The service name that stands for the server as a whole. */
export const WHOLE_SERVER = '';

/**
 * A watcher costs a stream of its own, so its number is a peer's choice. Far above the sidecars and client channels that
 * watch one test server, and still a few megabytes.
 */
export const MAX_WATCHERS = 1_000;

/** Of the name that came, in an error message, which may be a header field: full names of services are shorter. */
const MAX_SHOWN_CHARACTERS = 200;

export interface Watcher {
  /** At once with the present status, then at each change; undefined: there is no such service (now). */
  onStatus(status: ServingStatus | undefined): void;
  /** The server goes away: no status will follow. */
  onShutdown(): void;
}

export interface HealthRegistry {
  /** undefined: there is no such service */
  statusOf(service: string): ServingStatus | undefined;
  statuses(): ReadonlyMap<string, ServingStatus>;
  set(service: string, status: ServingStatus): void;
  /** Of the server as a whole and of each service. */
  setAll(status: ServingStatus): void;
  /** From then on nothing can be set. */
  readonly isShutDown: boolean;
  /** @returns stops watching; undefined where there are MAX_WATCHERS already */
  watch(service: string, watcher: Watcher): (() => void) | undefined;
  /** NOT_SERVING for all and for good, and the end of every watch. */
  shutdown(): void;
}

interface Watch {
  readonly service: string;
  readonly watcher: Watcher;
}

/** @param services full names; with WHOLE_SERVER they start out as SERVING. Servers add their own by `set` */
export function createHealthRegistry(services: readonly string[] = []): HealthRegistry {
  const statuses = new Map<string, ServingStatus>();
  for (const service of [WHOLE_SERVER, ...services]) statuses.set(service, 'SERVING');
  const watches = new Set<Watch>();
  let isShutDown = false;

  const set = (service: string, status: ServingStatus): void => {
    if (isShutDown || statuses.get(service) === status) return;
    statuses.set(service, status);
    for (const watch of watches) if (watch.service === service) watch.watcher.onStatus(status);
  };
  const setAll = (status: ServingStatus): void => {
    for (const service of statuses.keys()) set(service, status);
  };

  return {
    statusOf: (service) => statuses.get(service),
    statuses: () => statuses,
    set,
    setAll,
    get isShutDown() {
      return isShutDown;
    },
    watch(service, watcher) {
      if (watches.size >= MAX_WATCHERS) return undefined;
      const watch = { service, watcher };
      watcher.onStatus(statuses.get(service));
      if (isShutDown) watcher.onShutdown();
      else watches.add(watch);
      return () => watches.delete(watch);
    },
    shutdown() {
      setAll('NOT_SERVING');
      isShutDown = true;
      for (const { watcher } of watches) watcher.onShutdown();
      watches.clear();
    },
  };
}

/** @returns what is wrong with the name of a service that has no status */
export function unknownService(service: string, registry: HealthRegistry): string {
  const known = [...registry.statuses().keys()].map((name) => JSON.stringify(name)).join(', ');
  return `unknown service ${JSON.stringify(service.slice(0, MAX_SHOWN_CHARACTERS))}: expected one of ${known}`;
}
