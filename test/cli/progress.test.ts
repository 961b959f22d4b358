import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Progress } from '../../src/cli/progress';
import { VERSION } from '../../src/core/version';
import { MAIN } from '../support/process';

/** A screen or a log, and a clock that is moved by hand. */
function watch(isTTY: boolean, total?: number) {
  let text = '';
  let time = 0;
  const output = { isTTY, columns: 60, write: (piece: string) => (text += piece) };
  const work = { label: 'exporting x', total, unit: 'bytes' as const };
  const progress = new Progress(work, output, () => time);
  return {
    at(milliseconds: number, done: number): string {
      time = milliseconds;
      text = '';
      progress.update(done);
      return text;
    },
    end(): string {
      text = '';
      progress.end();
      return text;
    },
  };
}

const MIB = 2 ** 20;

test('what is soon over shows nothing', () => {
  const screen = watch(true, 10 * MIB);
  expect(screen.at(100, MIB)).toBe('');
  expect(screen.at(400, 9 * MIB)).toBe('');
  expect(screen.end()).toBe('');
});

test('a terminal shows a bar with share, amount and the time that is left, and nothing at the end', () => {
  const screen = watch(true, 8 * MIB);
  const line = screen.at(2000, 2 * MIB);
  expect(line).toMatch(/^\r\[######-{18}\] exporting x: 25 %, 2\.0 MiB of/);
  expect(line.replaceAll('\r', '').replaceAll('\u001b[K', '').length).toBeLessThan(60);
  expect(screen.at(2050, 3 * MIB)).toBe('');
  expect(screen.at(2100, 4 * MIB)).toContain('50 %');
  expect(screen.end()).toBe('\r\u001b[K');
});

test('where nobody watches there is a plain line every few seconds', () => {
  const log = watch(false, 8 * MIB);
  expect(log.at(1000, MIB)).toBe('');
  expect(log.at(2000, 2 * MIB)).toBe('exporting x: 25 %, 2.0 MiB of 8.0 MiB, 6 s left\n');
  expect(log.at(3000, 4 * MIB)).toBe('');
  expect(log.at(7000, 6 * MIB)).toBe('exporting x: 75 %, 6.0 MiB of 8.0 MiB, 3 s left\n');
  expect(log.end()).toBe('');
});

test('work of unknown length tells how much is done and how long it takes', () => {
  const log = watch(false);
  expect(log.at(2000, 3 * MIB)).toBe('exporting x: 3.0 MiB, 2 s\n');
  const screen = watch(true);
  expect(screen.at(1000, 0)).toMatch(/^\r\[-*#-*\] exporting x: 1 s/);
});

test('a command that waits long says so on standard error, and standard output has the data alone', async () => {
  const server = createServer(({ url }, response) => {
    if (url === '/healthz') response.end(JSON.stringify({ status: 'ok', version: VERSION }));
    else server.emit('asked', response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const words = ['environments', 'reset', 'x', '--json', '--url', `http://127.0.0.1:${port}`];
  const child = spawn(process.execPath, [MAIN, ...words]);
  let stdout = '';
  child.stdout.on('data', (piece: Buffer) => (stdout += piece.toString()));
  const [response] = (await once(server, 'asked')) as [ServerResponse];
  const [said] = (await once(child.stderr, 'data')) as [Buffer];
  response.end('{"inventory":{"name":"x"}}');
  const [code] = (await once(child, 'close')) as [number | null];
  server.close();
  expect(said.toString()).toMatch(/^resetting x: \d s\n$/);
  expect({ code, printed: JSON.parse(stdout) }).toEqual({ code: 0, printed: { name: 'x' } });
});
