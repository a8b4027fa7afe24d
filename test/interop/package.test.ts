/** What `npm pack` ships is what a server needs, and runs in a folder that has nothing of ours. */

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import {
  filesOf,
  type InstalledServer,
  npmDownloads,
  npmEnvironment,
  outputOf,
  type PackedFile,
  type Place,
  packTo,
  type Stopped,
  serveBy,
} from '../support/interop/packed.ts';
import { type Scratch, scratchFolder } from '../support/interop/scratch.ts';
import { toolOutput } from '../support/interop/tool.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };

/** Code, what it reads when it runs, and what people read. No sources, tests, maps, manifests or settings of tools. */
const EXPECTED = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|SECURITY\.md)$/,
  /^docs\/[\w-]+\.(md|png)$/,
  /^protos\/.+\.proto$/,
  /^dist\/(?!web\/|gen\/).+\.js$/,
  /^dist\/web\/(index\.html|assets\/[\w-]+\.(js|css|svg))$/,
];

/** npx downloads it in front of the first start. Source maps, which would double it, are of no use without the sources. */
const MAX_PACKED_BYTES = 1_200_000;
const MAX_UNPACKED_BYTES = 4_000_000;

// npm writes some eighty packages to the disk twice, which need not wait for each other.
describe('the package', { concurrency: true }, () => {
  let scratch: Scratch;
  let tarball: string;
  let files: readonly PackedFile[];
  let downloads: string;

  before(async () => {
    scratch = scratchFolder();
    downloads = await npmDownloads();
    tarball = await packTo(scratch);
    files = await filesOf(tarball);
  });
  after(() => scratch?.remove());

  test('has nothing unexpected', () => {
    const unexpected = files.filter(({ path }) => !EXPECTED.some((pattern) => pattern.test(path)));
    assert.deepEqual(unexpected, []);
  });

  test('has everything: code, protos, the web view, documents', () => {
    const paths = files.map(({ path }) => path);
    const missing = EXPECTED.filter((pattern) => !paths.some((path) => pattern.test(path)));
    assert.deepEqual(missing, []);
    for (const path of ['dist/main.js', 'dist/web/index.html', 'protos/sre/trace/v1/trace.proto', 'CHANGELOG.md']) {
      assert.ok(paths.includes(path), path);
    }
  });

  test('has no code whose source is gone: what an older build made is left by `npm run build`', () => {
    const code = files.map(({ path }) => path).filter((path) => /^dist\/(?!web\/).*\.js$/.test(path));
    assert.ok(code.length > 500, String(code.length));
    const stale = code.filter((path) => !existsSync(path.replace(/^dist\/(.*)\.js$/, 'src/$1.ts')));
    assert.deepEqual(stale, []);
  });

  test('is small', () => {
    const packed = readFileSync(tarball).length;
    const unpacked = files.reduce((sum, { bytes }) => sum + bytes, 0);
    assert.ok(packed <= MAX_PACKED_BYTES, `${packed} bytes packed`);
    assert.ok(unpacked <= MAX_UNPACKED_BYTES, `${unpacked} bytes unpacked`);
  });

  describe('installed in an empty folder', () => {
    let place: Place;

    before(async () => {
      const folder = scratch.path('installed');
      place = { folder, env: npmEnvironment(scratch, 'npm', downloads) };
      mkdirSync(folder);
      writeFileSync(`${folder}/package.json`, '{"private": true}');
      await outputOf(['npm', 'install', '--omit=dev', '--silent', tarball], place);
    });

    test('npx sre-test-server --version is that of the package', async () => {
      const said = await outputOf(['npx', '--no-install', 'sre-test-server', '--version'], place);
      assert.equal(said, `${version}\n`);
    });

    test('the installed program answers gRPC and HTTP, shows the page, and SIGTERM ends it with 0', async () => {
      const { code } = await checked(['node_modules/.bin/sre-test-server'], place, 'PROCESS');
      assert.equal(code, 0);
    });

    // npx has a shell between itself and the server, which does not hand SIGTERM on: whoever stops it stops all, as Ctrl-C does.
    test('npx sre-test-server serve does, and ends in order with npx', async () => {
      const { stderr } = await checked(['npx', '--no-install', 'sre-test-server'], place, 'ALL');
      assert.match(stderr, /SIGTERM: not serving any more.*\nstopped\n$/);
    });
  });

  test('npx -y <tarball> serve answers and ends in order, without an installation', async () => {
    const empty = scratch.path('empty');
    mkdirSync(empty);
    const place = { folder: empty, env: npmEnvironment(scratch, 'npx', downloads) };
    const { stderr } = await checked(['npx', '-y', `file:${tarball}`], place, 'ALL');
    assert.match(stderr, /\nstopped\n$/);
  });
});

/** Starts it, asks it, and stops it, whatever comes. */
async function checked(command: readonly string[], place: Place, whom: 'PROCESS' | 'ALL'): Promise<Stopped> {
  const server = await serveBy(command, place);
  try {
    await checkGrpc(server);
    await checkHttp(server);
    await checkPage(server);
  } catch (error) {
    await server.stop('ALL');
    throw error;
  }
  return server.stop(whom);
}

/** By reflection, whose protos are in another package beside it. */
async function checkGrpc({ grpcPort }: InstalledServer): Promise<void> {
  const call = ['-d', '{"message":"hello"}', `127.0.0.1:${grpcPort}`, 'sre.echo.v1.EchoService/Echo'];
  const reply = JSON.parse(await toolOutput('grpcurl', ['-plaintext', '-max-time', '10', ...call]));
  assert.deepEqual([reply.message, reply.seen.identity.version], ['hello', version]);
}

async function checkHttp({ httpPort }: InstalledServer): Promise<void> {
  const reply = await fetch(`http://127.0.0.1:${httpPort}/version`);
  assert.deepEqual([reply.status, ((await reply.json()) as { version: string }).version], [200, version]);
}

async function checkPage({ adminPort }: InstalledServer): Promise<void> {
  const origin = `http://127.0.0.1:${adminPort}/`;
  const page = await (await fetch(origin, { headers: { accept: 'text/html' } })).text();
  const assets = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
  assert.ok(assets.length >= 3, page);
  for (const path of assets) {
    const reply = await fetch(origin + path);
    assert.equal(reply.status, 200, path);
    assert.ok((await reply.arrayBuffer()).byteLength > 0, path);
  }
}
