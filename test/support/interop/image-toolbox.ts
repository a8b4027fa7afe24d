/** What the toolbox has beside the server, tried as `kubectl exec` would. */

import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { BuiltImage } from './image-build.ts';
import { type Container, SERVING, startContainer } from './image-container.ts';
import { filesOf } from './image-files.ts';
import { TOOLBOX_PROGRAMS } from './image-tools.ts';
import { type ToolResult, toolOutput } from './tool.ts';

/** @param image is called when the tests run */
export function toolboxTests(image: () => BuiltImage): void {
  describe('what the toolbox has beside the server', () => {
    let container: Container;
    before(async () => {
      container = await startContainer(image());
      await container.hears(SERVING);
    });
    after(() => container.end('SIGTERM'));

    for (const { command, says, code = 0 } of TOOLBOX_PROGRAMS) {
      test(`${command[0]} runs`, async () => {
        const result = await container.exec(command);
        assert.match(result.stdout + result.stderr, says);
        assert.equal(result.code, code);
      });
    }

    test('grpcurl, ghz and k6 are those of go.mod, with the checksums of go.sum', async () => {
      const sbom = readFileSync(`${image().root}/sbom/go.txt`, 'utf8');
      for (const name of ['grpcurl', 'ghz', 'k6']) {
        const [goMod, goSum] = ['mod', 'sum'].map((end) =>
          readFileSync(`scripts/image/tools/${name}/go.${end}`, 'utf8'),
        );
        const tool = /^tool (.+)$/m.exec(goMod ?? '')?.[1] ?? assert.fail(`no tool in go.mod of ${name}`);
        const [, module, version] = /^\tmod\t(\S+)\t(\S+)\t/m.exec(sbom.split(`path\t${tool}\n`)[1] ?? '') ?? [];
        assert.ok(goMod?.includes(`${module} ${version} `), `${name}: ${module} ${version}`);
        const built = sbom.slice(sbom.indexOf(`path\t${tool}\n`)).split('\n\tbuild\t')[0] ?? '';
        const sums = [...built.matchAll(/^\t(?:mod|dep)\t(\S+)\t(\S+)\t(h1:\S+)$/gm)].map((match) =>
          match.slice(1).join(' '),
        );
        assert.ok(sums.length > 10, `${name}: ${sums.length} modules`);
        assert.deepEqual(
          sums.filter((sum) => !goSum?.includes(sum)),
          [],
        );
        const own = await container.exec([name, { grpcurl: '-version', ghz: '--version', k6: 'version' }[name] ?? '']);
        assert.ok((own.stdout + own.stderr).includes(version ?? '-'), own.stdout + own.stderr);
      }
    });

    test('the scripts are found by name, and the protos beside them', async () => {
      const scripts = filesOf('scripts/net').filter((path) => (statSync(`scripts/net${path}`).mode & 0o111) !== 0);
      assert.ok(scripts.length > 0);
      for (const name of scripts) {
        const help = await container.exec([name.slice(1), '--help']);
        assert.equal(help.code, 0, `${name}: ${help.stderr}`);
      }
      const call = ['-plaintext', '-import-path', '/opt/sre/protos', '-proto', 'sre/echo/v1/echo.proto'];
      const echo = await container.exec(['grpcurl', ...call, 'localhost:50051', 'sre.echo.v1.EchoService/Echo']);
      assert.equal(echo.code, 0, echo.stderr);
      assert.deepEqual(filesOf(`${image().root}/opt/sre/load`), filesOf('scripts/load'));
    });

    test('no file has a capability: where its container has not got it, it could not even be started', async () => {
      const files = await container.exec(['getcap', '-r', '/usr'], { user: '0:0' });
      assert.deepEqual(files, { code: 0, stdout: '', stderr: '' });
    });

    test('ping, mtr, traceroute and tracepath need no capability', async () => {
      for (const command of [
        ['ping', '-c', '1', '-W', '5', '127.0.0.1'],
        ['traceroute', '-n', '-w', '5', '127.0.0.1'],
        ['tracepath', '-n', '127.0.0.1'],
        ['mtr', '--report', '--report-cycles', '1', '-n', '127.0.0.1'],
      ]) {
        const result = await container.exec(command);
        assert.equal(result.code, 0, `${command.join(' ')}: ${result.stdout}${result.stderr}`);
      }
    });

    test('tcpdump needs root and NET_RAW: the capability alone is not enough', async () => {
      const capture = ['timeout', '30', 'tcpdump', '-i', 'lo', '-n', '-c', '3', '--immediate-mode', 'port', '8080'];
      for (const options of [{ caps: ['net_raw'] }, { user: '0:0' }]) {
        const refused = await container.exec(capture, options);
        assert.match(refused.stderr, /permission/);
      }
      const capturing = container.exec(capture, { user: '0:0', caps: ['net_raw'] });
      const packets = await whileCalling(container, capturing);
      assert.match(packets.stdout, /127\.0\.0\.1\.8080/, packets.stderr);
    });

    test('strace follows what it starts itself; the server only with root and SYS_PTRACE', async () => {
      const own = await container.exec(['strace', '-c', 'true']);
      assert.match(own.stderr, /execve/);
      const server = (await container.exec(['pgrep', '-P', '1'])).stdout.trim();
      const attach = ['timeout', '-s', 'INT', '2', 'strace', '-p', server];
      const refused = await container.exec(attach, { user: '0:0' });
      assert.match(refused.stderr, /attach: .*Operation not permitted/);
      const attached = await container.exec(attach, { user: '0:0', caps: ['sys_ptrace'] });
      assert.match(attached.stderr, /Process \d+ attached/);
    });

    test('an orphan of an exec is reaped when it ends', async () => {
      const orphan = await container.exec([
        'bash',
        '-c',
        'exec -a orphan sleep 0.1 >&- 2>&- & disown; ps -eo args | grep -c ^orphan',
      ]);
      assert.equal(orphan.stdout, '1\n');
      const gone = 'until [[ $(ps -eo comm | grep -c ^sleep) == 0 ]]; do sleep 0.05; done';
      const waited = await container.exec(['timeout', '20', 'bash', '-c', gone]);
      assert.equal(waited.code, 0, (await container.exec(['ps', '-ef'])).stdout);
    });

    for (const shell of ['bash', 'sh']) {
      test(`${shell} says once what the toolbox is for, where somebody types`, async () => {
        const typed = container
          .execCommand([shell])
          .map((word) => `'${word}'`)
          .join(' ');
        const screen = await toolOutput('script', ['-qefc', typed, '/dev/null'], `${shell}\nexit\nexit\n`);
        const [first = ''] = readFileSync('scripts/image/motd', 'utf8').trim().split('\n');
        assert.equal(screen.split(first).length - 1, 1, screen);
        const piped = await container.exec([shell, '-c', 'true']);
        assert.deepEqual(piped, { code: 0, stdout: '', stderr: '' });
      });
    }
  });
}

/** Calls from outside until the result is there. */
async function whileCalling(container: Container, result: Promise<ToolResult>): Promise<ToolResult> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  result.then(over, over);
  while (!isOver) await container.fromOutside(['curl', '-sS', 'http://127.0.0.1:8080/echo']);
  return result;
}
