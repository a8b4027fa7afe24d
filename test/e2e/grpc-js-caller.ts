/** A grpc-js client that calls Echo at a steady pace, on a connection of its own. */

import { type Client, credentials, makeClientConstructor, type ServiceError } from '@grpc/grpc-js';

import type { EchoServiceClient } from '../../src/gen/sre/echo/v1/EchoService.ts';
import { ECHO_SERVICE, loadProtos, serviceOf } from '../../src/servers/grpc/protos.ts';

/** Longer than any answer takes on a busy machine. */
const PATIENCE_MS = 30_000;

/** A machine that is too busy for the pace must not get behind further and further. */
const MAX_IN_FLIGHT = 50;

export interface ClientReport {
  readonly succeeded: number;
  readonly errors: readonly ServiceError[];
}

/** Calls at its pace until it is told to stop, and waits for all answers. */
export class GrpcJsCaller {
  private readonly client: EchoServiceClient;
  private readonly calls: Promise<ServiceError | undefined>[] = [];
  private inFlight = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(port: number, callsPerSecond: number) {
    const EchoClient = makeClientConstructor(serviceOf(loadProtos(), ECHO_SERVICE), ECHO_SERVICE);
    // Without a pool of its own it would share one connection with the others.
    const options = { 'grpc.use_local_subchannel_pool': 1 };
    const client: Client = new EchoClient(`127.0.0.1:${port}`, credentials.createInsecure(), options);
    this.client = client as EchoServiceClient;
    this.timer = setInterval(() => {
      if (this.inFlight < MAX_IN_FLIGHT) this.calls.push(this.call());
    }, 1_000 / callsPerSecond);
  }

  async ready(): Promise<void> {
    const error = await this.call();
    if (error !== undefined) throw error;
  }

  async stop(): Promise<ClientReport> {
    clearInterval(this.timer);
    const results = await Promise.all(this.calls);
    this.client.close();
    const errors = results.filter((error) => error !== undefined);
    return { succeeded: results.length - errors.length, errors };
  }

  /** To be called whatever has happened: it would call for ever. */
  close(): void {
    clearInterval(this.timer);
    this.client.close();
  }

  private call(): Promise<ServiceError | undefined> {
    return new Promise((resolve) => {
      const deadline = Date.now() + PATIENCE_MS;
      this.inFlight += 1;
      this.client.Echo({ message: 'accepted?' }, { deadline }, (error) => {
        this.inFlight -= 1;
        resolve(error ?? undefined);
      });
    });
  }
}
