/** TestService as its tests meet it: a server, a client of grpc-js, and calls that end in what the client saw. */

import {
  type ClientDuplexStream,
  type ClientReadableStream,
  type Metadata,
  type ServiceError,
  type StatusObject,
  status,
} from '@grpc/grpc-js';

import type { SimpleRequest } from '../../../../src/gen/grpc/testing/SimpleRequest.ts';
import type { SimpleResponse__Output } from '../../../../src/gen/grpc/testing/SimpleResponse.ts';
import type { StreamingOutputCallRequest } from '../../../../src/gen/grpc/testing/StreamingOutputCallRequest.ts';
import type { StreamingOutputCallResponse__Output } from '../../../../src/gen/grpc/testing/StreamingOutputCallResponse.ts';
import type { TestServiceClient } from '../../../../src/gen/grpc/testing/TestService.ts';
import { TEST_SERVICE } from '../../../../src/servers/grpc/protos.ts';
import { methodOf, type RunningGrpcServer, startGrpcServer, testServiceClient } from '../../support.ts';

export interface RunningTestService extends RunningGrpcServer {
  readonly client: TestServiceClient;
}

export async function startTestService(): Promise<RunningTestService> {
  const running = await startGrpcServer();
  const client = testServiceClient(running.target);
  return {
    ...running,
    client,
    async close() {
      client.close();
      await running.close();
    },
  };
}

/** @throws ServiceError where the call fails */
export function unaryCall(client: TestServiceClient, request: SimpleRequest): Promise<SimpleResponse__Output> {
  return new Promise((resolve, reject) => {
    client.UnaryCall(request, (error, response) => {
      if (response === undefined) reject(error);
      else resolve(response);
    });
  });
}

export interface StreamEnd {
  readonly sizes: readonly number[];
  readonly initial: Metadata | undefined;
  readonly status: StatusObject;
}

type Stream =
  | ClientReadableStream<StreamingOutputCallResponse__Output>
  | ClientDuplexStream<StreamingOutputCallRequest, StreamingOutputCallResponse__Output>;

/** All that a client sees of a call, whether it fails or not. */
export function ended(call: Stream): Promise<StreamEnd> {
  const sizes: number[] = [];
  let initial: Metadata | undefined;
  call.on('metadata', (metadata) => {
    initial = metadata;
  });
  call.on('data', ({ payload }: StreamingOutputCallResponse__Output) => sizes.push(payload?.body.length ?? 0));
  // It is in the status too.
  call.on('error', () => {});
  return new Promise((resolve) => {
    call.on('status', (end) => resolve({ sizes, initial, status: end }));
  });
}

export function requestBytes(method: string, request: object): Buffer {
  return methodOf(TEST_SERVICE, method).requestSerialize(request);
}

/** For assert.rejects(): a call that was refused with these words. */
export function refused(details: string, code: status = status.INVALID_ARGUMENT) {
  return (error: ServiceError): boolean => error.code === code && error.details === details;
}
