import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EmulatorProcess, runCommand } from '../support/process';

const capture = (words: readonly string[], more = {}) =>
  runCommand(['seed', 'capture', ...words], more);

test.each([
  ['two who ask', ['--session', 'x', '--account', 'admin'], /say in one way who asks/],
  ['an account without a password', ['--account', 'admin'], /needs --password, or ZSTACK_PASSWORD/],
  ['a key without a secret', ['--access-key', 'x'], /or ZSTACK_ACCESS_KEY_SECRET/],
  ['an address that is none', ['--url', 'nonsense'], /no address of an image API/],
])('%s: wrong usage, before anybody is asked', async (_what, words, message) => {
  const { code, stdout, stderr } = await capture(words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
});

test('a wrong password is told in the words of the other side, with what helps', async () => {
  const emulator = await EmulatorProcess.start(':memory:');
  const words = ['--url', emulator.url, '--account', 'admin'];
  const { code, stdout, stderr } = await capture(words, { ZSTACK_PASSWORD: 'wrong' });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/refuses: PUT \/v1\/accounts\/login: wrong account name or password/);
  expect(stderr).toContain('--session, --account or --access-key');
});

test('where nobody listens, it is said', async () => {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const url = `http://127.0.0.1:${(free.address() as AddressInfo).port}`;
  free.close();
  await once(free, 'close');
  const { code, stderr } = await capture(['--url', url, '--account', 'a', '--password', 'p']);
  expect(code).toBe(1);
  expect(stderr).toContain(`no emulator answers at ${url}/zstack.`);
});
