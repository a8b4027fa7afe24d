/**
 * What tracing is measured against: grpc-js alone.
 *
 * The same as in `serve`: the built gRPC server of dist/, with its options, its handlers and so its replies, in one process
 * of plain Node. What differs: the sockets of a TCP listener go to grpc-js as they are, instead of being accepted by the
 * front, spliced to a private listener, and traced.
 *
 * JavaScript, because it must start as dist/ does: with a loader for TypeScript the same server measured a fifth faster,
 * because its heap was another one and its garbage collections were shorter.
 */

import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { redactionOf, SECRET_HEADER_NAMES } from '../../dist/redaction.js';
import { createGrpcServer } from '../../dist/servers/grpc/server.js';
import { createHealthRegistry } from '../../dist/servers/health-registry.js';

const grpc = createGrpcServer({
  health: createHealthRegistry(),
  isSecret: redactionOf(SECRET_HEADER_NAMES),
  httpAt: '',
  identity: { hostname: hostname(), version: '' },
});

let connections = 0;
const listener = createServer((socket) => {
  connections += 1;
  grpc.accept(socket, {
    id: `c${connections}`,
    listener: 'grpc',
    peer: { address: socket.remoteAddress, port: socket.remotePort },
    local: { address: socket.localAddress, port: socket.localPort },
    openedAt: Date.now(),
  });
});

// The ready line of `serve`, so that the same code starts both; there is no HTTP here.
listener.listen(0, '127.0.0.1', () => {
  process.stderr.write(`ready: grpc 127.0.0.1:${listener.address().port}, http 127.0.0.1:0\n`);
});
process.once('SIGTERM', () => process.exit(0));
