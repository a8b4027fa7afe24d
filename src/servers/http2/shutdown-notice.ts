/**
 * The first of the two GOAWAY frames of a graceful end, RFC 9113 §6.8: no new streams, please, but those that are on their way are
 * served, whatever their number.
 *
 * Node cannot say it. `session.goaway(0, 2 ** 31 - 1)` puts the frame on the wire, and then nghttp2 drops each new stream without a
 * word, the very streams that the frame promises to serve; nghttp2's own `nghttp2_submit_shutdown_notice` is not exposed. So this file,
 * and only this file, writes the frame itself, to the socket behind the session. Node hands whole frames to that socket, in one
 * write each time, and libuv keeps the order: the frame comes between two of Node's.
 *
 * Where an upgrade changes that, test/servers/http2/shutdown-notice.test.ts fails.
 */

import { constants, type Http2Server, type Http2Session } from 'node:http2';
import type { Socket } from 'node:net';

const BARE = Symbol('bare socket');

type SocketWithBare = Socket & { [BARE]?: Socket };

const FRAME_HEADER_BYTES = 9;
/** Last-Stream-ID and the error code. */
const FIXED_PAYLOAD_BYTES = 8;
const GOAWAY = 0x7;
const MAX_STREAM_ID = 2 ** 31 - 1;

/**
 * To be called before the server has connections. A session's own `socket` is a Proxy that refuses to write, but it passes reads of
 * properties on.
 */
export function keepBareSockets(server: Http2Server): void {
  server.prependListener('connection', (socket: SocketWithBare) => {
    socket[BARE] = socket;
  });
}

/**
 * Not in the turn in which the session began: its SETTINGS, which come first, are written at the end of that turn.
 *
 * @param debug short ASCII
 * @returns false where the session has no socket any more, or `keepBareSockets` has not seen it
 */
export function sendShutdownNotice(session: Http2Session, debug: string): boolean {
  const bare = session.destroyed ? undefined : (session.socket as SocketWithBare)[BARE];
  if (bare === undefined || !bare.writable) return false;
  bare.write(goaway(debug));
  return true;
}

function goaway(debug: string): Buffer {
  const text = Buffer.from(debug, 'latin1');
  const frame = Buffer.alloc(FRAME_HEADER_BYTES + FIXED_PAYLOAD_BYTES);
  frame.writeUIntBE(FIXED_PAYLOAD_BYTES + text.length, 0, 3);
  frame.writeUInt8(GOAWAY, 3);
  frame.writeUInt32BE(MAX_STREAM_ID, FRAME_HEADER_BYTES);
  frame.writeUInt32BE(constants.NGHTTP2_NO_ERROR, FRAME_HEADER_BYTES + 4);
  return Buffer.concat([frame, text]);
}
