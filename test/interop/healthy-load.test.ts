/** Healthy load, a few thousand calls of each generator: the diagnosis is silent. */

import { LOAD_ROWS } from '../support/interop/healthy-load.ts';
import { testHealthy } from '../support/interop/healthy-suite.ts';

testHealthy('load generators', LOAD_ROWS, ['--tls-self-signed']);
