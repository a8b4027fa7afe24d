import { readFileSync } from 'node:fs';

/** src/cli/ and dist/cli/ are equally deep in the package. */
const PACKAGE_JSON = new URL('../../package.json', import.meta.url);

/** @returns the version of the package, as `npm version` has set it */
export function packageVersion(): string {
  const { version }: { readonly version: string } = JSON.parse(readFileSync(PACKAGE_JSON, 'utf8'));
  return version;
}
