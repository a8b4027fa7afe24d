/** The image as scripts/image/build-offline.sh builds it, and what is in it. */

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { toolEnvironment, toolOutput } from './tool.ts';

export const IMAGE_TARGETS = ['server', 'toolbox'] as const;
export type ImageTarget = (typeof IMAGE_TARGETS)[number];

/** What we read of Docker's own image config. */
export interface ImageConfig {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly string[];
  readonly WorkingDir: string;
  readonly StopSignal: string;
  readonly ExposedPorts: Readonly<Record<string, unknown>>;
  readonly Labels: Readonly<Record<string, string>>;
  readonly Healthcheck: { readonly Test: readonly string[] };
}

export interface BuiltImage {
  readonly target: ImageTarget;
  readonly config: ImageConfig;
  /** The folder that has its files. */
  readonly root: string;
  readonly megabytes: number;
  remove(): Promise<void>;
}

const SCRIPTS = fileURLToPath(new URL('../../../scripts/image/', import.meta.url));
export const CONTAINER = `${SCRIPTS}container.sh`;
const BUILDAH = `${SCRIPTS}buildah.sh`;

/** From nothing, on a machine that does other things as well: debootstrap, packages of npm and Debian, and k6 are what takes long. */
const BUILD_TIMEOUT_MS = 20 * 60_000;
const LAST_LINES = 60;

/** Both targets. @returns the last line, which says what the layers take @throws with the end of its output when it fails */
export function buildImages(): Promise<string> {
  const options = { env: toolEnvironment(), timeout: BUILD_TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile(`${SCRIPTS}build-offline.sh`, [...IMAGE_TARGETS], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout.trimEnd().split('\n').at(-1) ?? '');
      else reject(new Error(`${error.message.split('\n')[0]}\n${lastLines(stdout)}\n${lastLines(stderr)}`));
    });
  });
}

function lastLines(text: string): string {
  return text.split('\n').slice(-LAST_LINES).join('\n');
}

/** Its files in a folder of their own, until `remove`. */
export async function openImage(target: ImageTarget): Promise<BuiltImage> {
  const image = `localhost/sre-test-server:${target}`;
  const inspected = await toolOutput(BUILDAH, ['inspect', '--type', 'image', image]);
  const { config }: { readonly config: ImageConfig } = JSON.parse(inspected).Docker;
  const container = (await toolOutput(BUILDAH, ['from', '--pull-never', image])).trim();
  const root = (await toolOutput(BUILDAH, ['mount', container])).trim();
  const bytes = Number((await toolOutput('du', ['-s', '--block-size=1', root])).split('\t')[0]);
  return {
    target,
    config,
    root,
    megabytes: Math.round(bytes / 1e6),
    remove: async () => void (await toolOutput(BUILDAH, ['rm', container])),
  };
}
