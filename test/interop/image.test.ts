/** The image, built on bases that are made locally, and run as a strict container runtime would: not root, read-only, without capabilities. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { type BuiltImage, buildImages, IMAGE_TARGETS, openImage } from '../support/interop/image-build.ts';
import { type Container, runContainer, SERVING, startContainer } from '../support/interop/image-container.ts';
import {
  filesOf,
  installedPackages,
  lockedForProduction,
  raisingFiles,
  readSbom,
} from '../support/interop/image-files.ts';
import { toolboxTests } from '../support/interop/image-toolbox.ts';
import { toolOutput } from '../support/interop/tool.ts';

const DOCKERFILE = readFileSync('Dockerfile', 'utf8');
const PACKAGE: { readonly version: string; readonly description: string } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);

const images: BuiltImage[] = [];
let layers = '';

before(async () => {
  layers = await buildImages();
  for (const target of IMAGE_TARGETS) images.push(await openImage(target));
});
after(async () => {
  for (const image of images) await image.remove();
});

function imageOf(target: BuiltImage['target']): BuiltImage {
  return images.find((image) => image.target === target) ?? assert.fail(`no image ${target}`);
}

/** Of an ARG: the version that its tag begins with. */
function pinned(arg: string): string {
  return new RegExp(`^ARG ${arg}=[a-z]+:([0-9.]+)-`, 'm').exec(DOCKERFILE)?.[1] ?? assert.fail(`no ARG ${arg}`);
}

/** What a probe in the container and a client outside see of a server that has just started. */
async function smokeTest(container: Container, image: BuiltImage): Promise<void> {
  const [kind, ...healthcheck] = image.config.Healthcheck.Test;
  assert.equal(kind, 'CMD');
  const health = await container.exec(healthcheck);
  assert.equal(health.code, 0, health.stdout + health.stderr);

  const call = ['-plaintext', '-d', '{"message":"hello"}', 'localhost:50051', 'sre.echo.v1.EchoService/Echo'];
  const grpc = await container.fromOutside(['grpcurl', ...call]);
  assert.match(grpc.stdout, /"message": "hello"/, grpc.stderr);
  const http = await container.fromOutside(['curl', '-sS', '--http2-prior-knowledge', 'http://localhost:8080/echo']);
  assert.equal(JSON.parse(http.stdout).path, '/echo', http.stderr);
  const page = await container.fromOutside(['curl', '-sS', '-o', '/dev/null', '-w', '%{http_code}', 'localhost:8090/']);
  assert.equal(page.stdout, '200', page.stderr);
}

for (const target of IMAGE_TARGETS) {
  describe(`the target ${target}`, () => {
    let image: BuiltImage;
    let files: readonly string[];
    before(() => {
      image = imageOf(target);
      files = filesOf(image.root);
    });

    test('its config has all that a runtime needs to know', (t) => {
      t.diagnostic(`${target} has ${image.megabytes} MB. ${layers}`);
      const { User, Entrypoint, Cmd, Healthcheck, ExposedPorts, StopSignal, Labels, Env } = image.config;
      assert.equal(User, '65532:65532');
      assert.deepEqual(Entrypoint, ['/usr/bin/tini', '-s', '--', 'sre-test-server']);
      assert.deepEqual(Cmd, ['serve']);
      assert.deepEqual(Healthcheck.Test, ['CMD', 'sre-test-server', 'health']);
      assert.deepEqual(Object.keys(ExposedPorts).sort(), ['50051/tcp', '8080/tcp', '8090/tcp']);
      assert.equal(StopSignal, 'SIGTERM');
      assert.ok(Env.includes('NODE_ENV=production'));
      const label = (name: string) => Labels[`org.opencontainers.image.${name}`];
      assert.equal(label('version'), PACKAGE.version);
      assert.ok(PACKAGE.description.endsWith(label('description')?.slice(1) ?? '-'), PACKAGE.description);
      for (const name of ['title', 'licenses', 'revision']) assert.notEqual(label(name) ?? '', '', name);
      for (const name of ['created', 'source']) assert.ok(label(name) !== undefined, name);
    });

    test('it serves, says it is healthy, and ends with exit code 0 on SIGTERM to PID 1', async () => {
      const container = await startContainer(image);
      await container.hears(SERVING);
      await smokeTest(container, image);
      const init = await container.exec(['cat', '/proc/1/comm']);
      assert.equal(init.stdout, 'tini\n');
      assert.equal(await container.end('SIGTERM'), 0, container.said());
    });

    test('nobody in it is root, nothing can be written, and there is no capability to be had', async () => {
      const container = await startContainer(image);
      await container.hears(SERVING);
      const children = await container.exec(['bash', '-c', 'cat /proc/1/task/1/children']);
      const status = await container.exec(['cat', `/proc/${children.stdout.trim().split(' ')[0]}/status`]);
      assert.match(status.stdout, /^Uid:\t65532\t65532\t65532\t65532$/m);
      assert.match(status.stdout, /^NoNewPrivs:\t1$/m);
      for (const set of ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb']) {
        assert.match(status.stdout, new RegExp(`^Cap${set}:\t0+$`, 'm'));
      }
      for (const folder of ['/app', '/tmp', '/home/sre', '/var/tmp']) {
        const write = await container.exec(['touch', `${folder}/x`]);
        assert.match(write.stderr, /Read-only file system/);
      }
      assert.equal(await container.end('SIGTERM'), 0, container.said());
      assert.deepEqual(raisingFiles(image.root, files), []);
    });

    test('its arguments are those of sre-test-server', async () => {
      const explained = await runContainer(image, ['explain', 'K1']);
      assert.match(explained.stdout, /^K1 {2}ERROR/);
      const usage = await runContainer(image, ['serve', '--no-such-flag']);
      assert.equal(usage.code, 2, usage.stderr);
      const health = await runContainer(image, ['health']);
      assert.equal(health.code, 1, health.stdout + health.stderr);
    });

    test('Node is the LTS release of the Dockerfile, and npm, yarn, corepack and what builds are not there', async () => {
      const node = await toolOutput('chroot', [
        image.root,
        'node',
        '-p',
        '[process.version, process.release.lts].join()',
      ]);
      assert.match(node, /^v[\d.]+,[A-Z][a-z]+$/m);
      assert.equal(node.split(',')[0], `v${pinned('NODE_IMAGE')}`);
      const unwanted = /\/(npm|npx|yarn|yarnpkg|corepack|pnpm|tsc|tsx|vite|cc|gcc)$/;
      const programs = files.filter((path) => /\/(bin|sbin|\.bin)\/|^\/usr\/local\//.test(path));
      assert.ok(programs.includes('/usr/local/bin/node'));
      assert.deepEqual(
        programs.filter((path) => unwanted.test(path)),
        [],
      );
      assert.deepEqual(readdirSync(`${image.root}/app`).sort(), [
        'LICENSE',
        'dist',
        'node_modules',
        'package.json',
        'protos',
      ]);
    });

    test('the SBOM has the production dependencies, which are those that are installed', () => {
      const sbom = readSbom(`${image.root}/sbom/npm.cdx.json`);
      assert.equal(sbom.format, 'CycloneDX');
      assert.equal(sbom.of, `sre-test-server@${PACKAGE.version}`);
      assert.deepEqual(sbom.unchecked, []);
      assert.deepEqual(sbom.components, lockedForProduction('package-lock.json'));
      assert.deepEqual(installedPackages(`${image.root}/app`), sbom.components);
      const debian = readFileSync(`${image.root}/sbom/debian.tsv`, 'utf8');
      assert.match(debian, /^tini\t0\./m);
      assert.equal(/^tshark\t4\./m.test(debian), target === 'toolbox');
      assert.equal(JSON.parse(readFileSync(`${image.root}/sbom/node.json`, 'utf8')).node, pinned('NODE_IMAGE'));
    });
  });
}

toolboxTests(() => imageOf('toolbox'));
