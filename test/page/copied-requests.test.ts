import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copiedRequest, type Exchange } from '../../src/dashboard/code/copied-request';
import { copied, FORMS } from '../../src/dashboard/code/forms';
import { ADMIN_SESSION, SEED, TestEmulator } from '../support/emulator';
import { temporaryFolder } from '../support/process';
import { needs } from '../support/tools';

/*
 * What the page copies is run as it stands there, and must send what was sent: the journal says so.
 */

const run = promisify(execFile);

/** What some shell, language or format could take for its own. */
const ODD = String.raw`it's "quoted" $HOME $(id) ${'`id`'} ! \ \n \u0041 100% %s {{x}} ~ é 日本 😀 <img onerror=alert(1)>`;
const LINES = `one\ntwo\r\n\tthree\u0000\u007f\u2028\ufeff`;

const entries = async (emulator: TestEmulator): Promise<Exchange[]> =>
  (await emulator.control('GET', '/journal')).body.inventories;

const send = (emulator: TestEmulator, method: string, path: string, body?: string) =>
  fetch(`${emulator.url}${path}`, {
    method,
    headers: { Authorization: `OAuth ${ADMIN_SESSION}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  });

/** Requests of all kinds: with odd bodies, with odd urls, refused ones, such as have the session elsewhere. */
const REQUESTS: readonly (readonly [what: string, method: string, path: string, body?: string])[] =
  [
    ['an odd name', 'POST', '/zstack/v1/images', odd(ODD)],
    ['lines and controls', 'POST', '/zstack/v1/images', odd(LINES)],
    ['a body that looks like a file', 'POST', '/zstack/v1/images', '@/etc/hostname'],
    ['a body of quotes alone', 'POST', '/zstack/v1/images', `'"'"'`],
    ['a condition', 'GET', `/zstack/v1/images?q=name~=%25it's|[a-z]{2}&limit=3`],
    [
      'a refusal',
      'DELETE',
      '/zstack/v1/images/0000000000004000800000000000dead?deleteMode=Permissive',
    ],
    ['a session in the path', 'GET', `/zstack/v1/accounts/sessions/${ADMIN_SESSION}/valid`],
  ];

function odd(description: string): string {
  const params = {
    name: 'odd',
    description,
    url: 'http://x/odd.qcow2',
    format: 'qcow2',
    backupStorageUuids: [SEED.backupStorages.imageStore],
  };
  return JSON.stringify({ params });
}

/** What was sent again is what was sent, but for what belongs to the client. */
async function sentAgain(
  emulator: TestEmulator,
  again: (exchange: Exchange) => Promise<unknown>,
  requests = REQUESTS,
): Promise<number> {
  for (const [what, method, path, body] of requests) {
    await send(emulator, method, path, body);
    const first = (await entries(emulator)).at(-1);
    if (!first) throw new Error('nothing was sent');
    await again(first);
    const second = (await entries(emulator)).at(-1);
    const told = (exchange: Exchange | undefined) => ({
      what,
      method: exchange?.method,
      url: decodeURIComponent(exchange?.url ?? ''),
      body: exchange?.requestBody,
      status: exchange?.status,
      who: exchange?.accountUuid,
      type: exchange?.headers['content-type'],
    });
    expect(second?.id).toBe(first.id + 1);
    expect(told(second)).toEqual(told(first));
  }
  return requests.length;
}

const env = { ...process.env, ZSTACK_SESSION: ADMIN_SESSION };

test('no form holds a secret, and all say whose session is meant', async () => {
  const emulator = await TestEmulator.start();
  for (const [, method, path, body] of REQUESTS) await send(emulator, method, path, body);
  for (const exchange of await entries(emulator)) {
    for (const { name } of FORMS) {
      const text = copied(exchange, name, emulator.url);
      expect(text).not.toContain(ADMIN_SESSION);
      expect(text).toContain('ZSTACK_SESSION');
    }
  }
});

test('what is hidden or cut is said before it is sent again', async () => {
  const emulator = await TestEmulator.start();
  const password = 'a-password';
  await send(
    emulator,
    'PUT',
    '/zstack/v1/accounts/login',
    JSON.stringify({ logInByAccount: { accountName: 'admin', password } }),
  );
  await send(emulator, 'POST', '/zstack/v1/images', odd('x'.repeat(20_000)));
  const [login, long] = await entries(emulator);
  if (!login || !long) throw new Error('nothing was sent');
  expect(copiedRequest(login, '').remarks).toEqual([
    '*** stands for a secret that the journal hides',
  ]);
  expect(copiedRequest(long, '').remarks).toEqual([
    'the body was longer than the journal keeps: it is cut',
  ]);
  expect(copied(login, 'curl', '')).not.toContain(password);
});

const curl = needs('curl');
curl.test(
  'curl sends the same again',
  async () => {
    const emulator = await TestEmulator.start();
    await sentAgain(emulator, (exchange) =>
      run('sh', ['-c', copied(exchange, 'curl', emulator.url)], { env }),
    );
  },
  60_000,
);

test('the test in TypeScript sends the same again, and passes', async () => {
  const emulator = await TestEmulator.start();
  const file = join(temporaryFolder(), 'again.test.mts');
  const sent = await sentAgain(emulator, (exchange) => {
    writeFileSync(file, copied(exchange, 'typescript', emulator.url));
    return run(process.execPath, ['--experimental-strip-types', '--test', file], { env });
  });
  expect(sent).toBe(REQUESTS.length);
}, 120_000);

const python = needs('python3');
python.test(
  'the test in Python sends the same again, and passes',
  async () => {
    const emulator = await TestEmulator.start();
    const file = join(temporaryFolder(), 'again.py');
    await sentAgain(emulator, (exchange) => {
      writeFileSync(file, copied(exchange, 'python', emulator.url));
      return run('python3', [file], { env });
    });
  },
  120_000,
);

const FEW = REQUESTS.filter(
  ([what]) => what !== 'a body of quotes alone' && what !== 'a condition',
);

const go = needs('go', ['version']);
go.test(
  'the test in Go sends the same again, and passes',
  async () => {
    const emulator = await TestEmulator.start();
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'go.mod'), 'module zstack\n');
    await sentAgain(
      emulator,
      (exchange) => {
        writeFileSync(join(cwd, 'again_test.go'), copied(exchange, 'go', emulator.url));
        return run('go', ['test', '-vet=off', './...'], { cwd, env });
      },
      FEW,
    );
  },
  280_000,
);

/** What of JUnit a test names: the machine may have none. */
const JUNIT = {
  'Test.java': 'package org.junit.jupiter.api; public @interface Test {}',
  'Assertions.java': `package org.junit.jupiter.api; public class Assertions {
    public static void assertEquals(int a, int b) { if (a != b) throw new AssertionError(a + " " + b); }
    public static void assertTrue(boolean it) { if (!it) throw new AssertionError(); } }`,
};

const java = needs('javac');
java.test(
  'the test in Java sends the same again, and passes',
  async () => {
    const emulator = await TestEmulator.start();
    const cwd = temporaryFolder();
    for (const [name, text] of Object.entries(JUNIT)) writeFileSync(join(cwd, name), text);
    await sentAgain(
      emulator,
      async (exchange) => {
        const text = copied(exchange, 'java', emulator.url);
        const [, name = ''] = /class (\w+)/.exec(text) ?? [];
        const [, method = ''] = /void (\w+)/.exec(text) ?? [];
        const main = `class Main { public static void main(String[] a) throws Exception { new ${name}().${method}(); } }`;
        writeFileSync(join(cwd, 'Again.java'), text);
        writeFileSync(join(cwd, 'Main.java'), main);
        const files = [...Object.keys(JUNIT), 'Again.java', 'Main.java'];
        await run('javac', ['-encoding', 'UTF-8', '-d', cwd, ...files], { cwd });
        return run('java', ['-cp', cwd, 'Main'], { cwd, env });
      },
      FEW,
    );
  },
  280_000,
);
