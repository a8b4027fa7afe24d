/** Who looks at the server by its admin port: the diagnosis is silent about that as well. */

import { ADMIN_ROWS } from '../support/interop/healthy-admin.ts';
import { testHealthy } from '../support/interop/healthy-suite.ts';

testHealthy('the admin port', ADMIN_ROWS);
