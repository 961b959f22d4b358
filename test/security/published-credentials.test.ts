import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readFileSync, readdirSync } from 'node:fs';
import { load } from 'js-yaml';
import { PUBLISHED } from '../../src/services/accounts/published-credentials';
import { ADMIN_SESSION, ALICE_SESSION, ROOT, seedText } from '../support/emulator';
import { EmulatorProcess, serveToTheEnd, temporaryFolder } from '../support/process';

const TOKEN = 'correct-horse-battery';
const EVERYWHERE = { HOST: '0.0.0.0', EMULATOR_CONTROL_TOKEN: TOKEN };

/** An emulator, what it said at its start, and its clients. */
async function start(dataDir: string, more: Readonly<Record<string, string>>) {
  const emulator = await EmulatorProcess.start(dataDir, more);
  const base = emulator.url.replace('0.0.0.0', '127.0.0.1').replace(/\/zstack$/, '');
  const [, password = ''] = /Account +admin \/ (\S+)/.exec(emulator.stdout) ?? [];
  const [, session = ''] = /Session +(\S+) /.exec(emulator.stdout) ?? [];
  const images = async (uuid: string, context = '') => {
    const answer = await fetch(`${base}${context}/zstack/v1/images?count=true`, {
      headers: { Authorization: `OAuth ${uuid}` },
    });
    return answer.status;
  };
  const logIn = async (accountName: string, text: string, context = '') => {
    const digest = createHash('sha512').update(text).digest('hex');
    const answer = await fetch(`${base}${context}/zstack/v1/accounts/login`, {
      method: 'PUT',
      body: JSON.stringify({ logInByAccount: { accountName, password: digest } }),
    });
    return answer.status;
  };
  const control = (path: string, body: object, method = 'POST') =>
    fetch(`${base}/emulator/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify(body),
    });
  return { emulator, base, password, session, images, logIn, control };
}

test('beyond loopback nothing that is published opens a world; what does is told at the start', async () => {
  const { session, password, images, logIn, control, emulator } = await start(
    ':memory:',
    EVERYWHERE,
  );
  expect([await images(ADMIN_SESSION), await images(ALICE_SESSION)]).toEqual([503, 503]);
  expect([await logIn('admin', 'password'), await logIn('alice', 'alice-password')]).toEqual([
    503, 503,
  ]);
  expect([await images(session), await logIn('admin', password)]).toEqual([200, 200]);
  expect(emulator.stdout).toContain(`-H 'Authorization: OAuth ${session}'`);
  // The worlds beside it are opened by the same.
  for (const body of [
    { name: 'seeded' },
    { name: 'forked', from: { environment: 'default' } },
    { name: 'edge', from: { seed: 'edge-cases' } },
  ]) {
    expect((await control('/environments', body)).status).toBe(200);
    const context = `/environments/${body.name}`;
    expect([
      body.name,
      await images(ADMIN_SESSION, context),
      await images(session, context),
    ]).toEqual([body.name, 503, 200]);
    expect(await logIn('alice', 'alice-password', context)).toBe(503);
    expect(await logIn('admin', password, context)).toBe(200);
  }
  for (const [account, text] of [
    ['second-admin', 'second'],
    ['bob "the builder" O\'Neill', 'p\'w"d \u00e9\u4e2d\u{1F511}'],
  ] as const) {
    expect([account, await logIn(account, text, '/environments/edge')]).toEqual([account, 503]);
  }
  const keys = await fetch(
    `${emulator.url.replace('0.0.0.0', '127.0.0.1').replace(/\/zstack$/, '')}/environments/edge/zstack/v1/accesskeys`,
    {
      headers: { Authorization: `OAuth ${session}` },
    },
  );
  const text = await keys.text();
  expect(text).toContain('EDGECASESACCESSKEY01');
  expect(text).not.toContain('edge-cases-secret-0123456789');
  // A world that is filled once more is closed once more.
  for (const name of ['default', 'seeded']) {
    expect((await control(`/environments/${name}/reset`, {})).status).toBe(200);
    const context = name === 'default' ? '' : `/environments/${name}`;
    expect([name, await images(ADMIN_SESSION, context), await images(session, context)]).toEqual([
      name,
      503,
      200,
    ]);
  }
});

test('they stay the same over restarts, go back on loopback, and are no longer told once they are gone', async () => {
  const folder = temporaryFolder();
  const local = await start(folder, {});
  expect([local.session, local.password]).toEqual([ADMIN_SESSION, 'password']);
  expect(await local.images(ADMIN_SESSION)).toBe(200);
  await local.emulator.end('SIGTERM');

  const first = await start(folder, EVERYWHERE);
  expect([await first.images(ADMIN_SESSION), await first.images(first.session)]).toEqual([
    503, 200,
  ]);
  await first.emulator.end('SIGTERM');

  const second = await start(folder, EVERYWHERE);
  expect([second.session, second.password]).toEqual([first.session, first.password]);
  expect(await second.logIn('admin', second.password)).toBe(200);
  await second.emulator.end('SIGTERM');

  const kept = await start(folder, { ...EVERYWHERE, EMULATOR_SEED_SECRETS: 'kept' });
  expect([kept.session, kept.password]).toEqual([ADMIN_SESSION, 'password']);
  expect([await kept.images(ADMIN_SESSION), await kept.images(first.session)]).toEqual([200, 503]);
  expect(await kept.logIn('alice', 'alice-password')).toBe(200);
  // From here on the passwords are the operator's own, and no setting touches them.
  const digest = createHash('sha512').update('my own').digest('hex');
  const changed = await fetch(`${kept.base}/zstack/v1/accounts/36c27e8ff05c4780bf6d2fa65700f22e`, {
    method: 'PUT',
    headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
    body: JSON.stringify({ updateAccount: { password: digest } }),
  });
  expect(changed.status).toBe(200);
  await kept.emulator.end('SIGTERM');

  const last = await start(folder, EVERYWHERE);
  expect(last.password).toBe('<your');
  expect([await last.logIn('admin', 'my own'), await last.logIn('admin', 'password')]).toEqual([
    200, 503,
  ]);
});

test("an operator's own seed is opened by what it says", async () => {
  const folder = temporaryFolder();
  const { writeFileSync } = await import('node:fs');
  const uuid = '0123456789ab4def8123456789abcdef';
  writeFileSync(
    join(folder, 'mine.yaml'),
    `version: 1\nsessions: [{ uuid: ${uuid}, account: admin }]\naccounts: [{ name: me, password: only mine }]\n`,
  );
  const { images, logIn } = await start(':memory:', {
    ...EVERYWHERE,
    EMULATOR_SEED_DIRECTORIES: folder,
    EMULATOR_SEED: 'mine',
  });
  expect([await images(uuid), await logIn('me', 'only mine')]).toEqual([200, 200]);
  expect(await logIn('admin', 'password')).toBe(503);
});

test('every session, password and secret of the seeds of the package is known as published', () => {
  for (const name of readdirSync(join(ROOT, 'seed')).filter((file) => file.endsWith('.yaml'))) {
    const seed = load(seedText(name)) as {
      sessions?: { uuid: string }[];
      accounts?: { password: string }[];
      accessKeys?: { id: string; secret: string }[];
    };
    const { sessions = [], accounts = [], accessKeys = [] } = seed;
    expect(PUBLISHED.sessions).toEqual(expect.arrayContaining(sessions.map(({ uuid }) => uuid)));
    expect(PUBLISHED.passwords).toEqual(
      expect.arrayContaining(accounts.map(({ password }) => password)),
    );
    expect(PUBLISHED.accessKeys).toEqual(expect.arrayContaining(accessKeys.map(({ id }) => id)));
    expect(PUBLISHED.secrets).toEqual(
      expect.arrayContaining(accessKeys.map(({ secret }) => secret)),
    );
  }
});

test('a token that stands in a file of this project is none beyond loopback', async () => {
  const published = 'only-for-this-machine';
  const { code, stderr } = await serveToTheEnd(['--port', '0'], {
    ...EVERYWHERE,
    EMULATOR_CONTROL_TOKEN: published,
    EMULATOR_DATA_DIR: ':memory:',
  });
  expect(code).toBeGreaterThan(0);
  expect(stderr).toContain('EMULATOR_CONTROL_TOKEN is one that everybody can read in this project');
  const files = [
    'compose.yaml',
    'Dockerfile',
    'README.md',
    'docs/docker.md',
    'examples/testcontainers/node/zstack-emulator-container.mjs',
  ];
  for (const file of files) expect(readFileSync(join(ROOT, file), 'utf8')).not.toContain(published);
});
