/** The interop cases of gRPC as healthy traffic: which of them provoke on purpose what the diagnosis has to name. */

import type { HealthyRow } from './healthy-row.ts';
import { INTEROP_CASES, type InteropCase, type InteropClient } from './interop-cases.ts';
import { runCase } from './interop-client.ts';

/**
 * Most cases that end with another status than OK are healthy: `status_code_and_message` and `special_status_message` get a status
 * that the application chose, the first message of the `client_compressed_` cases is refused by the application, and the `cancel_` cases
 * are calls that their own application gave up, which every user does who closes a page: INFO at most. The `unimplemented_` cases ask for
 * what is not there, and are told so by a server that is well: INFO too. The others get here what a client in production should be told of.
 */
const PROVOKED: Readonly<Record<string, readonly string[]>> = {
  // The deadline of 1 ms passes, and the call is lost: a deadline that is too short is what S11 is about.
  timeout_on_sleeping_server: ['S11'],
  // A hundred channels, each for one call: that is what C7 advises against.
  channel_soak: ['C7'],
};

/** Their call may be over before it has been sent. */
const UNSENT: readonly string[] = ['timeout_on_sleeping_server', 'cancel_after_begin'];

/** C7 is about connections that come one behind the other, and clients close those of a soak late, at times all together. */
const RACES: readonly string[] = [...UNSENT, 'channel_soak'];

export function healthyInteropRows(client: InteropClient): readonly HealthyRow[] {
  return INTEROP_CASES.filter(({ name }) => !client.lacks.includes(name)).map((each) => rowOf(client, each));
}

function rowOf(client: InteropClient, interopCase: InteropCase): HealthyRow {
  const { name } = interopCase;
  const provokes = PROVOKED[name];
  return {
    client: `${client.name}, ${name}`,
    path: 'h2c',
    ...(provokes === undefined ? {} : { provokes }),
    isRace: RACES.includes(name),
    async drive(server) {
      const { code, stdout, stderr } = await runCase(client, interopCase, server);
      if (code !== 0) throw new Error(`exit code ${code}\n${stderr}${stdout}`);
      return { connections: 1, calls: UNSENT.includes(name) ? 0 : 1 };
    },
  };
}
