/** The token of the admin API, right and wrong, by all the ways; and the list of what is redacted, changed while traffic passes. */

import { connect as connectHttp2 } from 'node:http2';

import { ADMIN_FILES, ADMIN_SERVICE } from '../../../src/servers/grpc/protos.ts';
import type { Canaries } from './canaries.ts';
import { askHttp1, askHttp2, askStream, callGrpc, type Fields } from './clients.ts';
import { REDACTED_BY_OPTION, type Target } from './traffic.ts';

export const TOKEN_PLACE = 'the admin token';

export function bearer(token: string): Fields {
  return { authorization: `Bearer ${token}` };
}

function basic(token: string): Fields {
  return { authorization: `Basic ${Buffer.from(`admin:${token}`).toString('base64')}` };
}

/** @returns the bodies of all answers */
export async function sendTokens({ adminPort: port }: Target, canaries: Canaries): Promise<string> {
  const right = canaries.of(TOKEN_PLACE);
  const wrong = canaries.of('a wrong admin token');
  const all = [bearer(right), basic(right), bearer(wrong), basic(wrong), { authorization: wrong }];
  const replies = all.flatMap((fields) => [
    ...[false, true].flatMap((tls) => [
      askHttp1({ port, tls, path: '/api/health', fields }),
      askHttp2({ port, tls, path: '/api/health', fields }),
    ]),
    // A refusal over gRPC and of a WebSocket are others than those.
    callGrpc({
      port,
      service: ADMIN_SERVICE,
      method: 'ListServing',
      request: {},
      metadata: fields,
      files: ADMIN_FILES,
    }),
    askHttp1({ port, path: '/api/trace/live', fields: { ...fields, connection: 'upgrade', upgrade: 'what' } }),
  ]);
  return (await Promise.all(replies)).join('\n');
}

/**
 * While nothing is recorded, a field that nobody calls a secret is put into the HPACK table of a connection. Then it becomes one, and is
 * referred to by its index: only what the decoder kept could tell it.
 */
export async function changeRedaction({ adminPort, httpPort: port }: Target, canaries: Canaries): Promise<string> {
  const token = bearer(canaries.of(TOKEN_PLACE));
  const put = (change: object) =>
    askHttp1({
      port: adminPort,
      path: '/api/trace/config',
      method: 'PUT',
      fields: token,
      body: JSON.stringify(change),
    });
  const fields = { 'x-late': canaries.of('a field that became a secret') };
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  try {
    const told = [await put({ trace: 'paused' })];
    // Its answer has none of its fields: /headers would rightly have them now.
    await askStream(session, { port, path: '/healthz', fields });
    told.push(await put({ trace: 'on', redactHeaders: [...REDACTED_BY_OPTION, 'x-late'] }));
    for (const path of ['/headers', '/echo', '/dump/request'])
      told.push(await askStream(session, { port, path, fields }));
    return told.join('\n');
  } finally {
    session.destroy();
  }
}
