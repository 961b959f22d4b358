import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { MAIN, runCommand, temporaryFolder } from '../support/process';

const hashOf = (algorithm: string, content: string) =>
  createHash(algorithm).update(content).digest('hex');

test('sums of files are those that other programs print, in the same form', async () => {
  const folder = temporaryFolder();
  const files = ['one', 'two'].map((name) => join(folder, name));
  for (const file of files) writeFileSync(file, `bytes of ${file}`);
  const lines = files.map((file) => `${hashOf('md5', `bytes of ${file}`)}  ${file}\n`);
  expect(await runCommand(['checksum', ...files])).toEqual({
    code: 0,
    stdout: lines.join(''),
    stderr: '',
  });
  const [first = ''] = files;
  const json = await runCommand(['checksum', first, '--algorithm', 'sha256', '--json']);
  expect(JSON.parse(json.stdout)).toEqual([
    { file: first, sha256: hashOf('sha256', `bytes of ${first}`) },
  ]);
});

test('without a file it reads standard input: a password becomes what LogInByAccount takes', async () => {
  const child = spawn(process.execPath, [MAIN, 'checksum', '--algorithm', 'sha512']);
  child.stdin.end('password');
  const [printed] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  expect(printed).toBe(`${hashOf('sha512', 'password')}  -\n`);
});

test('what cannot be read is named with the reason', async () => {
  const folder = temporaryFolder();
  const gone = await runCommand(['checksum', join(folder, 'gone')]);
  expect(gone).toMatchObject({ code: 1, stdout: '' });
  expect(gone.stderr).toContain('gone cannot be read: it is not there');
  expect((await runCommand(['checksum', folder])).stderr).toContain('it is a directory');
  expect(await runCommand(['checksum', '--algorithm', 'md4'])).toMatchObject({ code: 2 });
});
