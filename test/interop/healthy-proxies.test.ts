/** Healthy traffic through proxies, their health checks, and those of kubelets: the diagnosis is silent. */

import { CHECK_ROWS } from '../support/interop/healthy-checks.ts';
import { PROXY_ROWS } from '../support/interop/healthy-proxies.ts';
import { testHealthy } from '../support/interop/healthy-suite.ts';

testHealthy('proxies', PROXY_ROWS);
testHealthy('health checks', CHECK_ROWS, ['--tls-self-signed']);
