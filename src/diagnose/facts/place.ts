/** The place where the server runs, as rules see it: figures of the container, the kernel and our own event loop. */

import type { Episodes } from './episodes.ts';

export interface PlaceSample {
  /** Microseconds since the Unix epoch. */
  readonly time: number;
  readonly cpu?: CpuSample;
  readonly memory?: MemorySample;
  readonly pressure?: PressureSamples;
  /** Of the whole machine, whatever container we are in. */
  readonly hostPressure?: PressureSamples;
  /** How late timers were since the sample before. */
  readonly eventLoop?: { readonly p99Ms: number; readonly maxMs: number };
  /** TCP ports that something in this network namespace listens on; absent where that is not known. */
  readonly listeningPorts?: readonly number[];
}

/** Of the container. */
export interface CpuSample {
  /** CPUs that it may use; absent where there is no limit. */
  readonly limit?: number;
  /** Ever: periods of the limit in which something ran; those in which it was held back; for how long. */
  readonly periods: number;
  readonly throttledPeriods: number;
  /** Of all CPUs together, so it can be more than the time that passed. */
  readonly throttledMs: number;
}

/** Of the container. */
export interface MemorySample {
  /** What cannot be given back: without the part of the page cache that nobody has asked for lately. Kubernetes evicts by it. */
  readonly workingSetBytes?: number;
  /** Absent where there is no limit. */
  readonly maxBytes?: number;
  /** Ever: processes that the kernel killed. */
  readonly oomKills?: number;
}

export interface PressureSamples {
  readonly cpu?: PressureSample;
  readonly memory?: PressureSample;
}

/** Pressure stall information: the share of the last ten seconds, 0 to 100. */
export interface PressureSample {
  /** At least one task waited. */
  readonly some?: number;
  /** All tasks waited that were not idle. */
  readonly full?: number;
}

export interface PlaceChange {
  readonly before: PlaceSample;
  readonly now: PlaceSample;
  /** What the traffic felt between the two. */
  readonly traffic: TrafficFacts;
  /** What lasts longer than from one sample to the next, and was said. */
  readonly episodes: Episodes;
}

/** Of all connections, between two samples. */
export interface TrafficFacts {
  readonly calls: number;
  /** The longest time from a request's head to its response's head, of calls that have ended. */
  readonly slowestFirstByteMs: number;
  /** The longest time that we took to answer a PING: no handler is in it. */
  readonly slowestPingMs: number;
  /** `seq` of what was slowest, the slowest last. */
  readonly evidence: readonly number[];
  /** Requests that a proxy beside us has passed on: ever, and not since the sample before. */
  readonly beside: BesideFacts | undefined;
}

/** A proxy that left its name in a request, and whose address is one of this host or pod. */
export interface BesideFacts {
  /** "Envoy" */
  readonly proxy: string;
  /** "127.0.0.6" */
  readonly address: string;
  /** `seq` of the first such request. */
  readonly seq: number;
}
