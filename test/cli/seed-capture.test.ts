import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { ADMIN_SESSION, type Json } from '../support/emulator';
import { EmulatorProcess, runCommand, temporaryFolder } from '../support/process';

const DIGEST = createHash('sha512').update('password').digest('hex');

/** What an emulator tells of its images. */
async function images({ url }: EmulatorProcess): Promise<Json[]> {
  const headers = { Authorization: `OAuth ${ADMIN_SESSION}` };
  const answer = await fetch(`${url}/v1/images?fields=uuid,name,status,size,md5Sum`, { headers });
  return ((await answer.json()) as Json).inventories;
}

test('a seed of what an emulator tells is good, and an emulator that starts from it tells the same', async () => {
  const folder = temporaryFolder();
  const emulator = await EmulatorProcess.start(':memory:');
  await emulator.createTemplate('d0000000000040008000000000000001', { name: 'mine' });
  const out = join(folder, 'shop.yaml');
  const words = [
    'seed',
    'capture',
    '--url',
    emulator.url,
    '--session',
    ADMIN_SESSION,
    '--out',
    out,
  ];
  const captured = await runCommand(words);
  expect(captured).toMatchObject({ code: 0, stdout: '' });
  for (const line of captured.stderr.trim().split('\n')) expect(line).toMatch(/^not carried: /);

  const checked = await runCommand(['seed', 'check', out]);
  expect(checked).toMatchObject({ code: 0, stderr: '' });
  expect(checked.stdout).toContain('good (6 images, 7 backup storages)');

  const again = await EmulatorProcess.start(':memory:', { EMULATOR_SEED: out });
  const { uuid } = (await images(emulator))[0];
  // No seed tells the clear text of sessions: this one logs in as a client does.
  const login = await fetch(`${again.url}/v1/accounts/login`, {
    method: 'PUT',
    body: JSON.stringify({ logInByAccount: { accountName: 'admin', password: DIGEST } }),
  });
  const session = ((await login.json()) as Json).inventory.uuid;
  const found = await fetch(`${again.url}/v1/images/${uuid}`, {
    headers: { Authorization: `OAuth ${session}` },
  });
  expect(((await found.json()) as Json).inventories).toMatchObject([
    { uuid, backupStorageRefs: [{}, {}] },
  ]);
});

test('an account asks with its password, and its session is ended', async () => {
  const emulator = await EmulatorProcess.start(':memory:');
  const words = ['seed', 'capture', '--url', emulator.url, '--account', 'admin', '--json'];
  const { code, stdout } = await runCommand(words, { ZSTACK_PASSWORD: 'password' });
  expect(code).toBe(0);
  const { seed, notCarried } = JSON.parse(stdout) as { seed: string; notCarried: string[] };
  expect(seed).toContain('imagestore-1');
  expect(Array.isArray(notCarried)).toBe(true);
  const journal = emulator.url.replace('/zstack', '/emulator/v1/journal');
  const { inventories } = (await (await fetch(journal)).json()) as Json;
  expect(inventories.at(-1)).toMatchObject({ method: 'DELETE' });
});
