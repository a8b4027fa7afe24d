/** The methods of sre.admin.v1.AdminService: the same as the endpoints over HTTP. */

import { type handleUnaryCall, status, type UntypedServiceImplementation } from '@grpc/grpc-js';

import type { AdminServiceHandlers } from '../../../gen/sre/admin/v1/AdminService.ts';
import type { HealthRegistry } from '../../health-registry.ts';
import type { AdminOptions } from '../endpoints.ts';
import { Refusal, type RefusalCode } from '../refusal.ts';
import { servingOf, setServing } from '../serving.ts';
import { type SettableFaults, setFault } from '../set-fault.ts';

/** https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto has the HTTP status beside each code. */
export const CODE_OF: Readonly<Record<RefusalCode, status>> = {
  400: status.INVALID_ARGUMENT,
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  404: status.NOT_FOUND,
  409: status.FAILED_PRECONDITION,
};

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

function unary<Request, Response>(answer: (request: Request) => Response): handleUnaryCall<Request, Response> {
  return ({ request }, reply) => {
    const answered = attempt(() => answer(request));
    if (answered instanceof Refusal) reply({ code: CODE_OF[answered.statusCode], details: answered.message });
    else reply(null, answered);
  };
}

function attempt<Value>(work: () => Value): Value | Refusal {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function told({ text }: SettableFaults): { readonly fault?: string } {
  return text === undefined ? {} : { fault: text };
}
