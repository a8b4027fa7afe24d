import { type App, startApp } from '../app.ts';
import { hostPort } from '../formats/address.ts';
import { reachableAt } from '../reachable-address.ts';
import type { Config } from './config.ts';
import { EXIT_FAILED, EXIT_OK } from './exit-code.ts';
import { identityOf } from './identity.ts';
import type { Io } from './io.ts';
import { packageVersion } from './version.ts';

/** @returns the exit code: EXIT_OK after a stop that was asked for, EXIT_FAILED where it could not start */
export async function serve(config: Config, io: Io): Promise<number> {
  const log = (line: string) => void io.stderr.write(`${line}\n`);
  for (const warning of config.warnings) log(`warning: ${warning}`);
  let app: App;
  try {
    const output = { stdout: io.stdout, colour: wantsColour(io), log };
    app = await startApp(config, output, identityOf(io.env, packageVersion()));
  } catch (error) {
    log(`error: ${error instanceof Error ? error.message : error}`);
    return EXIT_FAILED;
  }
  for (const line of readyLines(app)) log(line);
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

function readyLines({ grpc, http }: App): string[] {
  return [
    `sre-test-server ready: grpc ${hostPort(grpc)}, http ${hostPort(http)}`,
    `  grpcurl -plaintext -d '{"message":"hello"}' ${reachableAt(grpc)} sre.echo.v1.EchoService/Echo`,
    `  curl --http2-prior-knowledge http://${reachableAt(http)}/echo`,
  ];
}
