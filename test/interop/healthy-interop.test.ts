/** gRPC's interop cases: the diagnosis is silent, but for those that provoke on purpose what it is there to name. */

import { healthyInteropRows } from '../support/interop/healthy-interop.ts';
import { testHealthy } from '../support/interop/healthy-suite.ts';
import { GRPC_GO, GRPC_JAVA } from '../support/interop/interop-cases.ts';

testHealthy('interop client of grpc-go', healthyInteropRows(GRPC_GO));
testHealthy('interop client of grpc-java', healthyInteropRows(GRPC_JAVA));
