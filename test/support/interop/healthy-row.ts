/** A client whose traffic is healthy: what it is called, and how it is made to talk. */

import type { ServerProcess } from '../server-process.ts';
import type { Scratch } from './scratch.ts';

export interface HealthyRow {
  readonly client: string;
  /** How it gets to the server, and in which protocol. */
  readonly path: string;
  /**
   * Rules that may speak of it whatever their severity, because it does on purpose what they are about. Why that is no false alarm is
   * said where the row is.
   */
  readonly provokes?: readonly string[];
  /** Whether they get to speak is a race. */
  readonly isRace?: boolean;
  /** Its connections are to the admin port, which those of others are not counted with. */
  readonly isOfAdminPort?: boolean;
  /** @throws when a part of its traffic did not succeed */
  drive(server: ServerProcess, scratch: Scratch): Promise<Traffic>;
}

/** What a client says that it did: the trace must have as much of it at least. */
export interface Traffic {
  readonly connections: number;
  /** Calls, or requests. */
  readonly calls: number;
  /** What is under way still, and has ended when this has: the server is stopped meanwhile. */
  readonly rest?: Promise<void>;
}

export function nameOf({ client, path }: HealthyRow): string {
  return `${client}, ${path}`;
}

/** What programs print that count for themselves: `{"connections":1,"calls":760}`. @throws when that is not what it is */
export function trafficFrom(json: string): Traffic {
  const { connections, calls }: Partial<Traffic> = JSON.parse(json);
  if (connections === undefined || calls === undefined) throw new Error(`no connections or no calls in ${json}`);
  return { connections, calls };
}
