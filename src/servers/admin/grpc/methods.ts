/** The methods of sre.admin.v1.AdminService: the same as the endpoints over HTTP. */

import type { UntypedServiceImplementation } from '@grpc/grpc-js';

import type { AdminServiceHandlers } from '../../../gen/sre/admin/v1/AdminService.ts';
import type { HealthRegistry } from '../../health-registry.ts';
import type { AdminOptions } from '../endpoints.ts';
import { servingOf, setServing } from '../serving.ts';
import { type SettableFaults, setFault } from '../set-fault.ts';
import { unary } from './unary.ts';

export function createAdminMethods({ health, faults }: AdminOptions): UntypedServiceImplementation {
  return { ...servingMethods(health), ...faultMethods(faults) };
}

function servingMethods(health: HealthRegistry): Pick<AdminServiceHandlers, 'ListServing' | 'SetServing'> {
  return {
    ListServing: unary(() => servingOf(health)),
    SetServing: unary(({ service, status }) => setServing(health, service, status)),
  };
}

function faultMethods(faults: SettableFaults): Pick<AdminServiceHandlers, 'GetFault' | 'SetFault' | 'ClearFault'> {
  return {
    GetFault: unary(() => told(faults)),
    SetFault: unary(({ fault }) => {
      setFault(faults, fault);
      return told(faults);
    }),
    ClearFault: unary(() => {
      faults.clear();
      return told(faults);
    }),
  };
}

function told({ text }: SettableFaults): { readonly fault?: string } {
  return text === undefined ? {} : { fault: text };
}
