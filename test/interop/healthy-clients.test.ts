/** Healthy traffic straight from clients: the diagnosis is silent. */

import { GRPC_ROWS } from '../support/interop/healthy-grpc.ts';
import { HTTP_ROWS } from '../support/interop/healthy-http.ts';
import { STREAM_ROWS } from '../support/interop/healthy-streams.ts';
import { testHealthy } from '../support/interop/healthy-suite.ts';

const TLS = ['--tls-self-signed'];

testHealthy('clients of HTTP', HTTP_ROWS, TLS);
testHealthy('clients of gRPC', GRPC_ROWS, TLS);
testHealthy('calls that last', STREAM_ROWS);
