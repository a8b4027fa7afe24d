/** Which HTTP/1.1 requests leave HTTP for another protocol. */

import { IncomingMessage } from 'node:http';

/**
 * Once a server listens to 'upgrade', Node takes every request with an Upgrade field away from it, also `Upgrade: h2c`, which curl
 * --http2 and Java's client send, and which a server may as well ignore: RFC 9110 §7.8. Before Node 24 there is no option for that;
 * but Node asks `upgrade` of the request, whose class is an option.
 *
 * @param leaves asked when the header fields are there
 */
export function requestClass(leaves: (request: IncomingMessage) => boolean): typeof IncomingMessage {
  return class extends IncomingMessage {
    // Set by the constructor of IncomingMessage: an initializer would overwrite it.
    declare private asked: unknown;

    get upgrade(): boolean {
      return this.asked === true && (this.method === 'CONNECT' || leaves(this));
    }

    set upgrade(asked: unknown) {
      this.asked = asked;
    }
  };
}
