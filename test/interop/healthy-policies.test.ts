/** Healthy traffic on connections that the server ends: the diagnosis is silent, or says for what reason they end. */

import { POLICIES, POLICY_ROWS, STOP_ROWS } from '../support/interop/healthy-policies.ts';
import { testHealthy } from '../support/interop/healthy-suite.ts';

testHealthy('clients of a server that ends connections', POLICY_ROWS, POLICIES);
testHealthy('a server that stops under load', STOP_ROWS);
