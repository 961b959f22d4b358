import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hideSecrets, hideSecretsInJson, hideSecretsInUrl } from '../../src/core/secrets';
import { withoutPassword } from '../../src/core/url-credentials';
import { ADMIN_SESSION, SEED, TestEmulator } from '../support/emulator';
import { EmulatorProcess, temporaryFolder } from '../support/process';

test('credentials stand nowhere: not in the journal, its archive and file, the log, or the database', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'journal.jsonl');
  const emulator = await EmulatorProcess.start(join(folder, 'data'), {
    LOG_LEVEL: 'debug',
    EMULATOR_JOURNAL_FILE: file,
  });
  const { origin } = new URL(emulator.url);
  const send = async (method: string, path: string, body?: object, headers = {}) => {
    const answer = await fetch(`${emulator.url}/v1${path}`, {
      method,
      headers: { Authorization: `OAuth ${ADMIN_SESSION}`, ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return answer.text();
  };
  const backupStorageUuids = [SEED.backupStorages.imageStore];
  const add = (url: string) =>
    send('POST', '/images', { params: { name: 'i', url, format: 'qcow2', backupStorageUuids } });
  const seen = [
    await add('http://joe:SECRET-A@mirror.example/x.qcow2'),
    await add('http://joe:SECRET-B/more@mirror.example/y.qcow2'),
    await add('http://mirror.example/z.qcow2?X-Amz-Signature=SECRET-C'),
    await send('POST', '/backup-storage/ceph', {
      params: { name: 'c', monUrls: ['root:SECRET-D@192.0.2.9'] },
    }),
    await send('GET', '/accounts/login?accountName=admin&password=SECRET-E'),
    await send('PUT', '/accounts/login', {
      logInByAccount: { accountName: 'admin', password: ['SECRET-F', { x: 'SECRET-F' }] },
    }),
    await send('POST', '/longjobs', {
      params: {
        jobName: 'APIAddImageMsg',
        jobData: JSON.stringify({
          name: 'l',
          url: 'http://joe:SECRET-G@mirror.example/l.qcow2',
          format: 'qcow2',
          backupStorageUuids,
        }),
      },
    }),
    await send('GET', '/images?q=name=x', undefined, {
      'X-Web-Hook': 'http://joe:SECRET-H@127.0.0.1:1/hook',
    }),
    await send('GET', '/longjobs'),
  ];
  const control = async (path: string) => (await fetch(`${origin}/emulator/v1${path}`)).text();
  const guessed = JSON.parse(await control('/journal?text=SECRET-A')) as { inventories: [] };
  expect(guessed.inventories).toEqual([]);
  const told = [await control('/journal'), await control('/journal/har')];
  await emulator.end('SIGTERM');
  // But for the guess.
  const log = emulator.stderr.replace('text=SECRET-A', '');
  told.push(readFileSync(file, 'utf8'), log, seen.at(-1) ?? '');
  for (const text of told) expect(text).not.toContain('SECRET-');
  expect(told[0]).toContain('http://joe:***@mirror.example/x.qcow2');
  expect(emulator.stderr).toContain('password=***');

  const data = readdirSync(join(folder, 'data'))
    .map((name) => readFileSync(join(folder, 'data', name)))
    .map((bytes) => bytes.toString('latin1'))
    .join('');
  // A signature belongs to the url that the image is shown with; a rerun of a long job needs its data.
  for (const secret of ['A', 'B', 'D', 'E', 'F', 'H'])
    expect(data).not.toContain(`SECRET-${secret}`);
});

test('two urls that differ in their credentials alone are one content', async () => {
  const emulator = await TestEmulator.start();
  const md5Of = async (url: string) => {
    const params = {
      name: 'i',
      url,
      format: 'qcow2',
      backupStorageUuids: [SEED.backupStorages.imageStore],
    };
    return (await emulator.make('POST', '/images', { params })).md5Sum;
  };
  const sum = await md5Of('http://mirror.example/x.qcow2?a=1');
  expect(await md5Of('http://mirror.example/x.qcow2?a=2')).not.toBe(sum);
  const signed = await md5Of('http://a:b@mirror.example/x.qcow2?Signature=one');
  expect(await md5Of('http://a:c@mirror.example/x.qcow2?Signature=two')).toBe(signed);
});

test.each([
  ['http://joe:SECRET/U17@mirror/x', 'http://joe@mirror/x'],
  ['http://u:p@ss@h/x', 'http://u@h/x'],
  ['sftp://u:p@h:22/x', 'sftp://u@h:22/x'],
  ['http://h:8080/a@b', 'http://h:8080/a@b'],
  ['http://[::1]:80/a@b', 'http://[::1]:80/a@b'],
  ['http://u@h/x:y@z', 'http://u@h/x:y@z'],
  ['/a:b@c', '/a:b@c'],
])('%s is kept as %s', (url, kept) => {
  expect(withoutPassword(url)).toBe(kept);
});

test.each([
  ['{"password":{"a":["x"]},"b":1}', '{"password":"***","b":1}'],
  ['{"password": 12, "b":2}', '{"password": "***", "b":2}'],
  ['{"password":null,"pass\\u0077ord":"x"}', '{"password":null,"pass\\u0077ord":"***"}'],
  ['{"password":"cut o', '{"password":"***"'],
  ['{"url":"http:\\/\\/joe:PW\\u0040h/x"}', '{"url":"http://joe:***@h/x"}'],
  ['{"d":"{\\"password\\":\\"x\\"}"}', '{"d":"{\\"password\\":\\"***\\"}"}'],
  ['{"tokens":{"os":"linux"},"n":"a\\nb"}', '{"tokens":{"os":"linux"},"n":"a\\nb"}'],
])('of the JSON %s one sees %s', (json, shown) => {
  expect(hideSecretsInJson(json)).toBe(shown);
});

test('parameters of urls and forms are hidden by their names, and addresses in them', () => {
  expect(hideSecrets('password=abc&x=1')).toBe('password=***&x=1');
  expect(hideSecretsInUrl('/a?q=name=y&url=http%3A%2F%2Fj%3Apw%40h')).toBe(
    '/a?q=name=y&url=http%3A%2F%2Fj%3A***%40h',
  );
  expect(hideSecretsInUrl('/a?q=password!=z')).not.toContain('z');
});

test.each([
  ['a key that never ends', `"${'password'.repeat(100_000)}`],
  ['quotes', `${'"'.repeat(800_000)}@`],
  ['backslashes', `"${'\\'.repeat(800_000)}@`],
  ['lists that never end', '"password":['.repeat(60_000)],
  ['addresses', '://a:b@'.repeat(100_000)],
  ['colons', 'a:@'.repeat(250_000)],
  ['parameters', '?password'.repeat(90_000)],
  ['blanks', `${`"a"${' '.repeat(1000)}`.repeat(800)}@`],
])('a text made to be slow is looked through once: %s', (_what, text) => {
  const before = process.cpuUsage();
  hideSecretsInJson(text);
  // Of all ways to go back and forth in it the quickest would take minutes.
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5);
});

test('a fault rule whose pattern is made to be slow keeps nobody waiting', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make('PUT', `/images/${SEED.images.linux}/actions`, {
    updateImage: { name: 'a'.repeat(120) },
  });
  await emulator.control('POST', '/faults', {
    kind: 'fail',
    operation: 'UpdateImage',
    resourceName: `${'%a'.repeat(12)}%b`,
  });
  const change = (name: string) =>
    emulator.call('PUT', `/images/${SEED.images.linux}/actions`, { updateImage: { name } });
  expect((await change(`${'a'.repeat(120)}B`)).status).toBe(200);
  expect((await change('c')).status).toBe(503);
});
