/** `/ip`: where the connection came from. */

import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { connectionOf } from '../raw-request.ts';

export function createIpEndpoint(): Endpoint {
  return defineEndpoint({
    path: '/ip',
    summary:
      "the client's address: the source in a PROXY protocol header, else the peer. X-Forwarded-For is not believed",
    example: { path: '/ip' },
    async handle({ raw }) {
      const connection = connectionOf(raw);
      const source = connection?.proxyProtocol?.source ?? connection?.peer;
      return { origin: source?.address, port: source?.port, peer: connection?.peer };
    },
  });
}
