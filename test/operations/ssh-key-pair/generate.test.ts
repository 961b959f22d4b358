import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALICE_SESSION, SEED, TestEmulator } from '../../support/emulator';
import { done } from '../../support/messages';
import { temporaryFolder } from '../../support/process';
import { needs } from '../../support/tools';

const ALICE = 'a11ce000000040008000000000000001';
const generate = (params: object = {}, more: object = {}) =>
  ['POST', '/ssh-key-pair/generate', { params: { name: 'k', ...params }, ...more }] as const;

/** It knows no option that only says that it is there. */
const keygen = needs('sh', ['-c', 'command -v ssh-keygen'], 'ssh-keygen');

test('a key is made: both halves belong together, and the private one is told this once', async () => {
  const emulator = await TestEmulator.start();
  const answer = await emulator.call(...generate({ description: 'd' }));
  expect(answer.status).toBe(200);
  const { privateKey, ...pair } = answer.body.inventory;
  expect(pair).toMatchObject({ name: 'k', description: 'd' });
  expect(pair.createDate).toBe(pair.lastOpDate);
  expect(await emulator.find(`/ssh-key-pair/${pair.uuid}`)).toEqual(pair);
  const key = createPrivateKey(privateKey);
  expect(key.asymmetricKeyType).toBe('rsa');
  expect(key.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 });
  expect(privateKey).toMatch(
    /^-----BEGIN RSA PRIVATE KEY-----\n[^]*\n-----END RSA PRIVATE KEY-----\n$/,
  );
  const [kind, blob, ...comment] = pair.publicKey.split(' ');
  expect([kind, comment]).toEqual(['ssh-rsa', ['']]);
  const { e, n } = createPublicKey(key).export({ format: 'jwk' });
  expect(fieldsOf(Buffer.from(blob, 'base64'))).toEqual(['ssh-rsa', hexOf(e), hexOf(n)]);
});

/** The three parts of a key as SSH writes it, numbers in hex without zeros before them. */
function fieldsOf(blob: Buffer): string[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < blob.length;) {
    const length = blob.readUInt32BE(at);
    parts.push(blob.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  const [kind, ...numbers] = parts;
  // A number whose first bit is set would be one below zero.
  for (const number of numbers) expect(number[0]).toBeLessThan(0x80);
  return [String(kind), ...numbers.map((number) => number.toString('hex').replace(/^0+/, ''))];
}
const hexOf = (text = '') => Buffer.from(text, 'base64url').toString('hex').replace(/^0+/, '');

test('no two keys are the same, and a VM takes what was generated', async () => {
  const emulator = await TestEmulator.start();
  const [one, other] = await Promise.all([
    emulator.call(...generate()),
    emulator.call(...generate()),
  ]);
  const [a, b] = [one.body.inventory, other.body.inventory];
  expect(a.publicKey).not.toBe(b.publicKey);
  expect(a.uuid).not.toBe(b.uuid);
  const vm = SEED.vms.runningLinux;
  const path = `/ssh-key-pair/${a.uuid}/vm-instance/${vm}`;
  expect((await emulator.call('POST', path, { params: {} })).status).toBe(200);
  expect((await emulator.refused('DELETE', `/ssh-key-pair/${a.uuid}`)).details).toBe(
    `The sshKeyPair[uuid:${a.uuid}] was in using.`,
  );
  const again = [
    'POST',
    '/ssh-key-pair',
    { params: { name: 'x', publicKey: a.publicKey } },
  ] as const;
  expect((await emulator.refused(...again)).details).toBe('The sshKeyPair already upload');
});

keygen.test(`ssh-keygen reads both halves ${keygen.note}`, async () => {
  const emulator = await TestEmulator.start();
  const { inventory } = (await emulator.call(...generate())).body;
  const folder = temporaryFolder();
  const [secret, open] = [join(folder, 'key'), join(folder, 'key.pub')];
  writeFileSync(secret, inventory.privateKey);
  chmodSync(secret, 0o600);
  writeFileSync(open, inventory.publicKey);
  const run = (...args: string[]) => execFileSync('ssh-keygen', args, { encoding: 'utf8' });
  expect(run('-y', '-f', secret).trim()).toBe(inventory.publicKey.trim());
  expect(run('-l', '-f', open)).toMatch(/^2048 SHA256:\S+ .*\(RSA\)/);
  expect(run('-l', '-f', secret).split(' ')[1]).toBe(run('-l', '-f', open).split(' ')[1]);
});

test('the private half stands nowhere: not in the world, and not in the journal', async () => {
  const emulator = await TestEmulator.start();
  const { inventory } = (await emulator.call(...generate())).body;
  const secret = inventory.privateKey.split('\n')[3];
  expect(secret).toHaveLength(64);
  expect(JSON.stringify(emulator.world())).not.toContain(secret);
  for (const path of ['/journal', '/journal/har']) {
    const told = (await emulator.control('GET', path)).text;
    expect(told).toContain('GenerateSshKeyPair');
    expect(told).not.toContain(secret);
  }
});

test('the pair belongs to who asked for it, with the tags of the call', async () => {
  const emulator = await TestEmulator.start();
  const call = generate({}, { userTags: ['mine'] });
  const { inventory } = (await emulator.call(...call, ALICE_SESSION)).body;
  const refs = await emulator.call(
    'GET',
    `/accounts/resources/refs?q=resourceUuid=${inventory.uuid}`,
  );
  expect(refs.body.inventories).toMatchObject([
    { accountUuid: ALICE, resourceType: 'SshKeyPairVO' },
  ]);
  const tags = await emulator.call('GET', `/user-tags?q=resourceUuid=${inventory.uuid}`);
  expect(tags.body.inventories).toMatchObject([{ tag: 'mine', resourceType: 'SshKeyPairVO' }]);
});

test.each([
  [{ name: 'a/b' }, {}, 'SYS.1007'],
  [{ name: null }, {}, 'SYS.1007'],
  [{ description: 'd'.repeat(2049) }, {}, 'SYS.1007'],
  [{}, { systemTags: ['packer'] }, 'SYS.1007'],
  [{}, { userTags: ['a', 'a'] }, 'SYS.1006'],
])('a call that is wrong is refused, and leaves nothing (%#)', async (params, more, code) => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...generate(params, more))).toMatchObject({ code });
});

test('without a session nothing is made', async () => {
  const emulator = await TestEmulator.start();
  expect(await emulator.refused(...generate(), 'no-session')).toMatchObject({ code: 'ID.1001' });
});

const quota = (value: number) =>
  [
    'PUT',
    '/accounts/quotas/actions',
    { updateQuota: { identityUuid: ALICE, name: 'ssh_key_pair.num', value } },
  ] as const;
const KEY = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 me@here';

test('an account has as many pairs as its quota allows, made or taken', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...quota(1));
  expect((await emulator.call(...generate(), ALICE_SESSION)).status).toBe(200);
  const create = ['POST', '/ssh-key-pair', { params: { name: 'c', publicKey: KEY } }] as const;
  for (const call of [generate(), create]) {
    const [method, path, body] = call;
    expect(await emulator.refused(method, path, body, ALICE_SESSION)).toMatchObject({
      code: 'ID.1003',
      details: expect.stringContaining(
        'quota[name: ssh_key_pair.num, value: 1], Current used:1, Request:1.',
      ),
    });
  }
  // The admin has none.
  const { inventory } = (await emulator.call(...generate())).body;
  expect(
    await emulator.refused('POST', `/account/${ALICE}/resources`, {
      params: { resourceUuid: inventory.uuid },
    }),
  ).toMatchObject({ code: 'ID.1003' });
});

test('of two keys that are made at once, the quota lets one through', async () => {
  const emulator = await TestEmulator.start();
  await emulator.make(...quota(1));
  const answers = await Promise.all([1, 2].map(() => emulator.call(...generate(), ALICE_SESSION)));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 503]);
  const { body } = await emulator.call('GET', '/ssh-key-pair', undefined, ALICE_SESSION);
  expect(body.inventories).toHaveLength(1);
});

test('a new account gets what the configuration says, and its use is told', async () => {
  const emulator = await TestEmulator.start();
  await emulator.configure('quota/ssh_key_pair.num', '3');
  const { uuid } = await emulator.make('POST', '/accounts', {
    params: { name: 'new', password: 'p'.repeat(128) },
  });
  const { body } = await emulator.call('GET', `/accounts/quota/${uuid}/usages`);
  expect(body.usages).toContainEqual({ name: 'ssh_key_pair.num', total: 3, used: 0 });
});

test('a message makes a key, too; a script of queries does not', async () => {
  const emulator = await TestEmulator.start();
  const { inventory } = await done(emulator, 'GenerateSshKeyPair', { name: 'by-message' });
  expect(createPrivateKey(inventory.privateKey).asymmetricKeyType).toBe('rsa');
  const { body } = await emulator.call('GET', '/ssh-key-pair');
  expect(body.inventories).toMatchObject([{ uuid: inventory.uuid, name: 'by-message' }]);
  const script = `call("org.zstack.header.sshkeypair.APIGenerateSshKeyPairMsg", '{"name":"x"}')`;
  const refusal = await emulator.refused(
    'GET',
    `/batch-queries?script=${encodeURIComponent(script)}`,
  );
  expect(refusal.details).toContain('no query API found for');
});
