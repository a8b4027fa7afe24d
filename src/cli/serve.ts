import { type App, startApp } from '../app.ts';
import { hostPort } from '../formats/address.ts';
import { reachableAt } from '../reachable-address.ts';
import type { Config } from './config.ts';
import { ConfigError } from './config-error.ts';
import { EXIT_FAILED, EXIT_OK } from './exit-code.ts';
import { identityOf } from './identity.ts';
import type { Io } from './io.ts';
import { packageVersion } from './version.ts';

/**
 * @returns the exit code: EXIT_OK after a stop that was asked for, EXIT_FAILED where it could not start
 * @throws ConfigError where a file that an option names has not what it is to have
 */
export async function serve(config: Config, io: Io): Promise<number> {
  const log = (line: string) => void io.stderr.write(`${line}\n`);
  for (const warning of config.warnings) log(`warning: ${warning}`);
  let app: App;
  try {
    const output = { stdout: io.stdout, colour: wantsColour(io), log };
    app = await startApp(config, output, identityOf(io.env, packageVersion()));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    log(`error: ${error instanceof Error ? error.message : error}`);
    return EXIT_FAILED;
  }
  for (const line of readyLines(app, config)) log(line);
  const signal = await io.stopSignal;
  log(`${signal}: ${endWords(config)}`);
  await app.stop();
  log('stopped');
  return EXIT_OK;
}

function endWords({ drainDelayMs, graceMs }: Config): string {
  const grace = `calls in flight have ${graceMs / 1000} s`;
  if (drainDelayMs === 0) return `not serving any more; ${grace}`;
  return `not ready any more, serving on for ${drainDelayMs / 1000} s; then ${grace}`;
}

/** https://no-color.org */
function wantsColour(io: Io): boolean {
  return io.stdoutIsTerminal && (io.env.NO_COLOR ?? '') === '';
}

function readyLines(app: App, config: Config): string[] {
  const { grpc, http, admin } = app;
  const others = { admin, 'tcp echo': app.tcpEcho, 'udp echo': app.udpEcho };
  const listeners = Object.entries({ grpc, http, ...others }).flatMap(([name, at]) =>
    at === undefined ? [] : [`${name} ${hostPort(at)}`],
  );
  return [
    `sre-test-server ready: ${listeners.join(', ')}`,
    `  grpcurl -plaintext -d '{"message":"hello"}' ${reachableAt(grpc)} sre.echo.v1.EchoService/Echo`,
    `  curl --http2-prior-knowledge http://${reachableAt(http)}/echo`,
    ...(admin === undefined ? [] : [`  curl ${tokenOf(config)}http://${reachableAt(admin)}/`]),
    ...(app.tlsFingerprint === undefined ? [] : overTlsLines(app, config.tls?.clients?.auth === 'require')),
  ];
}

/** To be filled in: where it came from is no business of the log. */
function tokenOf({ admin }: Config): string {
  return admin?.token === undefined ? '' : '-u :TOKEN ';
}

function overTlsLines({ grpc, http, tlsFingerprint }: App, needsCertificate: boolean): string[] {
  const [ofGrpcurl, ofCurl] = needsCertificate
    ? [' -cert client.pem -key client-key.pem', ' --cert client.pem --key client-key.pem']
    : ['', ''];
  return [
    `TLS on the same ports, certificate with SHA-256 ${tlsFingerprint}`,
    `  grpcurl -insecure${ofGrpcurl} -d '{"message":"hello"}' ${reachableAt(grpc)} sre.echo.v1.EchoService/Echo`,
    `  curl -k${ofCurl} https://${reachableAt(http)}/echo`,
  ];
}
