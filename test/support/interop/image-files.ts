/** What is in the file system of an image, and what package-lock.json says should be. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** All files and folders below `root`, as paths that begin with a slash. */
export function filesOf(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) => `/${path}`);
}

/** With the setuid or setgid bit. */
export function raisingFiles(root: string, files: readonly string[]): readonly string[] {
  return files.filter((path) => {
    const stat = statSync(join(root, path), { throwIfNoEntry: false });
    return stat?.isFile() === true && (stat.mode & 0o6000) !== 0;
  });
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version: string; readonly dev?: boolean }>>;
}

/** Of the lock file, without what only development needs: `name@version`, sorted. */
export function lockedForProduction(lockFile: string): readonly string[] {
  const { packages }: Lock = JSON.parse(readFileSync(lockFile, 'utf8'));
  const production = Object.entries(packages).filter(([path, { dev }]) => path !== '' && dev !== true);
  return sorted(production.map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`));
}

/** Of a node_modules, by the package.json of each: `name@version`, sorted. */
export function installedPackages(root: string): readonly string[] {
  const manifests = filesOf(root).filter((path) => /node_modules\/(@[^/]+\/)?[^/@]+\/package\.json$/.test(path));
  return sorted(manifests.map((path) => nameAndVersion(join(root, path))));
}

interface Manifest {
  readonly name: string;
  readonly version: string;
}

function nameAndVersion(file: string): string {
  const { name, version }: Manifest = JSON.parse(readFileSync(file, 'utf8'));
  return `${name}@${version}`;
}

interface Sbom {
  readonly bomFormat: string;
  readonly metadata: { readonly component: Manifest };
  readonly components: readonly (Manifest & { readonly hashes?: readonly unknown[] })[];
}

export interface SbomContent {
  readonly format: string;
  readonly of: string;
  /** `name@version`, sorted. */
  readonly components: readonly string[];
  /** Components that it has no checksum of. */
  readonly unchecked: readonly string[];
}

export function readSbom(file: string): SbomContent {
  const { bomFormat, metadata, components }: Sbom = JSON.parse(readFileSync(file, 'utf8'));
  const named = ({ name, version }: Manifest) => `${name}@${version}`;
  return {
    format: bomFormat,
    of: named(metadata.component),
    components: sorted(components.map(named)),
    unchecked: components.filter(({ hashes = [] }) => hashes.length === 0).map(named),
  };
}

/** Each once: a package may be in several folders. */
function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
