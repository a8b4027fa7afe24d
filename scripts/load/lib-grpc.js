// A connection to the target for each user of k6, kept for all of its calls.

import exec from 'k6/execution';
import grpc from 'k6/net/grpc';
import { findReplicas, grpcStatusName, nameOf } from './lib-outcome.js';
import { plan } from './lib-plan.js';
import { choice, fields, refuse, text } from './lib-settings.js';

export const SERVICE = 'sre.echo.v1.EchoService';

/** Of setup(). */
const TRIES = 5;

export const target = text('TARGET', 'localhost:50051');
const tls = choice('TLS', 'off', ['off', 'on', 'insecure']);
const authority = text('AUTHORITY', '');
const protos = text('PROTOS', '');
const metadata = fields('METADATA');

/** For `options`: of a certificate that nobody signed. */
export const skipVerify = tls === 'insecure';

if (!/^[^/\s]+:\d{1,5}$/.test(target)) refuse('TARGET', target, 'host:port, "localhost:50051" for example,');

export const client = new grpc.Client();
if (protos !== '') loadProtos();

let isConnected = false;
let isReflected = protos !== '';

function loadProtos() {
  try {
    client.load([protos], 'sre/echo/v1/echo.proto');
  } catch (error) {
    refuse('PROTOS', protos, `an absolute path with sre/echo/v1/echo.proto in it (${inWords(error)})`);
  }
}

/** What each call is made with. */
export function callParams(tags) {
  return { metadata, tags, timeout: plan.timeoutMs };
}

/** Once: grpc-go, of which k6 is made, connects again by itself. @throws what k6 says where there is no connection */
export function connectOnce() {
  if (!isConnected) connect();
  isConnected = true;
}

/** In front of the load. */
export function connectEarly() {
  try {
    connectOnce();
  } catch {
    // The first call of this user tries again, and tells.
  }
}

function connect() {
  client.connect(target, {
    plaintext: tls === 'off',
    // The client keeps what it was told: reflection costs a dozen calls.
    reflect: !isReflected,
    timeout: plan.timeoutMs,
    ...(authority === '' ? {} : { authority }),
  });
  isReflected = true;
}

/** For setup(): says plainly what is wrong, and that before any load. @returns the replicas that answer */
export function examineTarget() {
  connectOrAbort();
  askHealth();
  askEcho();
  client.close();
  return findReplicas(replicaOfNewConnection);
}

function replicaOfNewConnection() {
  try {
    connect();
    const reply = client.invoke(`${SERVICE}/Echo`, {}, callParams({ step: 'setup' }));
    return nameOf(reply.message?.seen?.identity);
  } catch {
    // It answered a moment ago: what is lost now and then is for the load to tell.
    return undefined;
  } finally {
    client.close();
  }
}

function connectOrAbort() {
  try {
    connect();
  } catch (error) {
    exec.test.abort(`no gRPC at ${target} (TLS=${tls}): ${inWords(error)}${hint(String(error))}`);
  }
}

/** Of what Go returned: without k6's name for it. */
function inWords(error) {
  return String(error).replace('GoError: ', '');
}

function hint(error) {
  const hints = [
    [/reflection|Unimplemented/, 'no reflection there? -e PROTOS=<folder of our protos> does without'],
    [/refused/, 'nothing listens there; -e TARGET=host:port'],
    [/no such host|lookup/, 'the name is not known here; -e TARGET=host:port'],
    [/unknown authority|x509/, '-e TLS=insecure does not verify; or SSL_CERT_FILE=<file> with the CA'],
    [
      /first record|deadline|EOF|closed/,
      'TLS spoken where there is none, or the other way round? -e TLS=on|insecure|off',
    ],
  ];
  const found = hints.find(([pattern]) => pattern.test(error));
  return found === undefined ? '' : ` (${found[1]})`;
}

/** A route that has the echo service alone answers UNIMPLEMENTED: that is no reason to stop. */
function askHealth() {
  let status;
  try {
    ({ status } = client.healthCheck());
  } catch (error) {
    if (/Unimplemented|NotFound/.test(String(error))) return;
    exec.test.abort(`${target} answers no health check: ${inWords(error)}`);
  }
  if (status === grpc.HealthCheckServing) return;
  exec.test.abort(`${target} says that it is not serving (health ${status}): no load is put on it`);
}

/** A path that loses some calls is to be measured; one that answers none of a few is no target. */
function askEcho() {
  let refusal;
  for (let look = 0; look < TRIES; look++) {
    refusal = refusalOfEcho();
    if (refusal === undefined) return;
  }
  exec.test.abort(`${target} does not answer ${SERVICE}/Echo in ${TRIES} calls: ${refusal}`);
}

function refusalOfEcho() {
  try {
    const { status, error } = client.invoke(`${SERVICE}/Echo`, {}, callParams({ step: 'setup' }));
    return status === grpc.StatusOK ? undefined : `${grpcStatusName(status)} ${error?.message ?? ''}`;
  } catch (error) {
    return `${inWords(error)} (is it sre-test-server?)`;
  }
}
