/** Who this server is among its replicas: the name of the host, and what the pod's environment tells of it. */

import { hostname } from 'node:os';

import type { Identity } from '../servers/identity.ts';
import type { Io } from './io.ts';

/** Set by the manifest, from the downward API: https://kubernetes.io/docs/concepts/workloads/pods/downward-api/ */
const VARIABLES = { pod: 'POD_NAME', namespace: 'POD_NAMESPACE', node: 'NODE_NAME' } as const;

/** A variable that is empty is none: templates leave them so. */
export function identityOf(env: Io['env'], version: string): Identity {
  const set = Object.entries(VARIABLES).flatMap(([key, variable]) => {
    const value = env[variable] ?? '';
    return value === '' ? [] : [[key, value] as const];
  });
  return { hostname: hostname(), ...Object.fromEntries(set), version };
}
