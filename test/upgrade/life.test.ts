import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SEED, TestEmulator, type Json } from '../support/emulator';
import { digest, logIn } from '../support/accounts';
import { spoil } from '../support/data-directory';
import { bytesOf, Client, worldOf } from '../support/environments';
import { dateHeader, signedCall } from '../support/sign';
import { bytesNamed, manifestOf, unpacked, VERSIONS } from './fixtures';

interface Known {
  readonly carol: string;
  readonly session: string;
  readonly accessKey: { readonly AccessKeyID: string; readonly AccessKeySecret: string };
  readonly exports: Readonly<Record<'real' | 'madeUp' | 'raw', string>>;
  readonly image: string;
  readonly faultRule: string;
  readonly hookedJob: string;
  readonly byHand: string;
}

const knownOf = (version: string) => manifestOf(version).fixtures['life']?.known as Known;

/** The program of now on a data directory of that version; `alter` does something to its database before. */
async function livingOn(version: string, alter = '') {
  const folder = unpacked(version, 'life');
  if (alter !== '') spoil(folder, alter);
  const emulator = await TestEmulator.start({ settings: { dataDir: folder } });
  return { emulator, client: new Client(emulator, 'default'), known: knownOf(version) };
}

describe.each(VERSIONS)('a world that lived under %s', (version) => {
  test('lets everybody in who could come in, and nobody else', async () => {
    const { emulator, known } = await livingOn(version);
    const mine = await emulator.call('GET', '/images?q=name=added', undefined, known.session);
    expect(mine.body.inventories).toMatchObject([{ name: 'added', status: 'Ready' }]);
    const refused = { error: { code: expect.any(String) } };
    const foreign = `/images/${SEED.images.windows}`;
    expect((await emulator.call('DELETE', foreign, undefined, known.session)).body).toMatchObject(
      refused,
    );
    for (const [name, password] of [
      ['admin', 'password'],
      ['carol', 'carol'],
      ['alice', 'alice-password'],
    ] as const) {
      expect([name, (await logIn(emulator, name, digest(password))).status]).toEqual([name, 200]);
    }
    expect((await logIn(emulator, 'carol', digest('Carol'))).body).toMatchObject(refused);

    const { AccessKeyID: id, AccessKeySecret: secret } = known.accessKey;
    const date = dateHeader(emulator.environment.world.clock.now());
    const signed = (key: string) =>
      signedCall(emulator, { id, secret: key, date }, 'GET', '/images?q=name=added');
    expect((await signed(secret)).body.inventories).toMatchObject([{ name: 'added' }]);
    expect((await signed(`${secret}x`)).status).not.toBe(200);
    const keys = await emulator.call('GET', '/accesskeys?q=state=Disabled');
    const [disabled] = keys.body.inventories;
    const withDisabled = { id: disabled.AccessKeyID, secret: disabled.AccessKeySecret, date };
    expect((await signedCall(emulator, withDisabled, 'GET', '/images')).status).not.toBe(200);
  });

  test('serves what it exported at the same addresses, and takes them back', async () => {
    const { emulator, client, known } = await livingOn(version);
    const real = await fetch(`${emulator.url}${known.exports.real}`);
    const bytes = Buffer.from(await real.arrayBuffer());
    expect(bytes.equals(bytesNamed('real', bytes.length))).toBe(true);
    expect(bytes.equals(await bytesOf(client, known.image))).toBe(true);
    for (const address of [known.exports.madeUp, known.exports.raw]) {
      const answer = await fetch(`${emulator.url}${address}`, { headers: { Range: 'bytes=0-99' } });
      expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([206, 100]);
      const withoutKey = await fetch(`${emulator.url}${address.replace(/\?.*/, '')}`);
      expect(withoutKey.status).toBe(403);
    }
    const { imageStore } = SEED.backupStorages;
    await emulator.make('DELETE', `/backup-storage/${imageStore}/exported-images/${known.image}`);
    expect((await fetch(`${emulator.url}${known.exports.real}`)).status).toBe(404);
  });

  test('goes wrong where its fault rules say, as often as they still say', async () => {
    const { emulator, known } = await livingOn(version);
    const update = async () =>
      (
        await emulator.call('PUT', `/zones/${SEED.zone}/actions`, {
          updateZone: { description: 'again' },
        })
      ).body.error?.details as unknown;
    // Of its three times one was before.
    expect([await update(), await update(), await update()]).toEqual([
      'not now',
      'not now',
      undefined,
    ]);
    const { inventories } = (await emulator.control('GET', '/faults')).body;
    expect(inventories.find(({ uuid }: Json) => uuid === known.faultRule)).toMatchObject({
      hits: 3,
      skip: 1,
      times: 3,
    });
  });

  test('tells a web hook that nobody heard again', async () => {
    const heard: Json[] = [];
    const server = createServer((request, response) => {
      request.setEncoding('utf8').on('data', () => undefined);
      request.on('end', () => {
        heard.push(request.headers['x-job-uuid']);
        response.end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { hookedJob } = knownOf(version);
    const to = `http://127.0.0.1:${port}/hook`;
    const alter = `update jobs set web_hook = '${to}' where uuid = '${hookedJob}'`;
    const { emulator } = await livingOn(version, alter);
    expect(heard).toEqual([]);
    await emulator.control('POST', '/clock/advance', { by: '3s' });
    expect(heard).toEqual([hookedJob]);
    server.closeAllConnections();
    server.close();
  });

  test('lets go what waits for a hand, and expunges what was deleted when its time comes', async () => {
    const { emulator, known } = await livingOn(version);
    const forked = new Client(emulator, 'forked');
    expect((await forked.call('GET', `/api-jobs/${known.byHand}`)).status).toBe(202);
    const { inventories } = (await forked.control('GET', '/tasks')).body;
    const { id } = inventories.find(({ jobUuid }: Json) => jobUuid === known.byHand);
    await forked.control('POST', `/tasks/${id}/finish`);
    const { status, body } = await forked.call('GET', `/api-jobs/${known.byHand}`);
    expect([status, body.inventory]).toMatchObject([200, { name: 'waits-for-a-hand' }]);

    await forked.control('DELETE', '/progression');
    const deleted = () => forked.list('/images?q=name=deleted&q=status=Deleted');
    expect(await deleted()).toHaveLength(1);
    await forked.control('POST', '/clock/advance', { by: '40d' });
    expect(await deleted()).toEqual([]);
    expect(await forked.list('/images?q=name=recovered')).toHaveLength(1);
    worldOf(emulator, 'forked');
  });
});
