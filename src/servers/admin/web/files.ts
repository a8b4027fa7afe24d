/** The web view as `npm run build` makes it: read once, and held in memory by the names that it is asked for. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/** src/servers/admin/web/ and dist/servers/admin/web/ are equally deep in the package. */
export const BUILT_FOLDER = fileURLToPath(new URL('../../../../dist/web/', import.meta.url));

/** The page has a dozen files, and less than a megabyte with the filter language: what has more is another folder. */
const MAX_FILES = 100;
const MAX_BYTES = 8 * 1024 * 1024;

/** The build puts nothing beside it but the page itself; names there have a hash of what is in them. */
const ASSETS = 'assets';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
};

export interface WebFile {
  readonly contentType: string;
  readonly content: Buffer;
  /** Compressed when it is asked for first, and not again. */
  gzipped(): Promise<Buffer>;
}

export interface WebView {
  readonly page: WebFile;
  /** By the name of the file: what is not among them does not exist, whatever the path. */
  readonly assets: ReadonlyMap<string, WebFile>;
}

/**
 * For start-up, not for requests.
 *
 * @returns undefined where the web view is not built
 * @throws Error where the folder has more than any build
 */
export function readWebView(folder: string): WebView | undefined {
  const [page] = filesOf(folder, (name) => name === 'index.html');
  if (page === undefined) return undefined;
  const assets = new Map(filesOf(join(folder, ASSETS), () => true));
  const bytes = [...assets.values()].reduce((sum, { content }) => sum + content.length, page[1].content.length);
  if (bytes > MAX_BYTES) throw new Error(`${folder} has ${bytes} bytes: expected the web view, up to ${MAX_BYTES}`);
  return { page: page[1], assets };
}

/** Links are not followed, and what is of another type is not served. */
function filesOf(folder: string, isWanted: (name: string) => boolean): [string, WebFile][] {
  const names = namesIn(folder).filter((name) => isWanted(name) && contentTypeOf(name) !== undefined);
  if (names.length > MAX_FILES) {
    throw new Error(`${folder} has ${names.length} files: expected those of the web view, up to ${MAX_FILES}`);
  }
  return names.map((name) => [name, webFile(join(folder, name), contentTypeOf(name) ?? '')]);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function contentTypeOf(name: string): string | undefined {
  const extension = name.slice(name.lastIndexOf('.') + 1);
  return Object.hasOwn(CONTENT_TYPES, extension) ? CONTENT_TYPES[extension] : undefined;
}

function webFile(path: string, contentType: string): WebFile {
  const content = readFileSync(path);
  let gzipped: Promise<Buffer> | undefined;
  return {
    contentType,
    content,
    gzipped() {
      gzipped ??= compress(content);
      return gzipped;
    },
  };
}
