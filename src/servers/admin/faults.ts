/** `/api/faults`: the fault that every call to this replica meets, in the vocabulary of faults/. Health and readiness are exempt. */

import { bodyField } from './body-field.ts';
import type { AdminEndpoint } from './endpoint.ts';
import { type SettableFaults, setFault } from './set-fault.ts';

export function createFaultEndpoints(faults: SettableFaults): readonly AdminEndpoint[] {
  const told = () => ({ fault: faults.text ?? null });
  return [
    {
      method: 'GET',
      path: '/api/faults',
      summary: 'the fault of this replica; null: none',
      handle: told,
    },
    {
      method: 'PUT',
      path: '/api/faults',
      summary: 'every call from now on meets this fault, in place of the one before',
      example: { body: 'delay=100ms' },
      async handle(request) {
        setFault(faults, await bodyField(request, 'fault'));
        return told();
      },
    },
    {
      method: 'DELETE',
      path: '/api/faults',
      summary: 'no fault any more',
      handle() {
        faults.clear();
        return told();
      },
    },
  ];
}
