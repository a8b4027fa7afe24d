import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { factsOfConnection } from '../../support.ts';
import { PROTOCOLS, send, startHttpServer } from '../support.ts';

const { address } = factsOfConnection(1).peer;

suite('/ip', () => {
  for (const protocol of PROTOCOLS) {
    test(`${protocol}: tells the peer, whatever X-Forwarded-For says`, async () => {
      const running = await startHttpServer();
      const { text } = await send(running, protocol, { path: '/ip', headers: { 'x-forwarded-for': '192.0.2.9' } });
      await running.close();
      assert.equal(JSON.parse(text).origin, address);
    });

    test(`${protocol}: tells the source in the PROXY protocol header, and the peer`, async () => {
      const source = { address: '192.0.2.1', port: 1234 };
      const running = await startHttpServer({}, { proxyProtocol: { version: 1, source, destination: source } });
      const { text } = await send(running, protocol, { path: '/ip' });
      await running.close();
      const { origin, port, peer } = JSON.parse(text);
      assert.deepEqual({ origin, port }, { origin: '192.0.2.1', port: 1234 });
      assert.equal(peer.address, address);
    });
  }
});
