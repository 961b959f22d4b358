import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { SEED } from '../support/emulator';
import {
  Client,
  create,
  done,
  filesBelow,
  host,
  ownError,
  uploadIn,
} from '../support/environments';
import { imagesAt, recordOf, twoReplicas } from '../support/fleet';
import { eventually, temporaryFolder } from '../support/process';
import type { S3Server } from '../support/s3-server';

/*
 * Worlds that do not come as they should: what is asked for them is refused in the right words, nothing stays behind, and
 * they come when what was in the way is gone.
 */

const { runningLinux } = SEED.volumes;
const RARELY = { checkpoint: '1h' };

/** Lets no request about such a key be answered. */
const loses = (store: S3Server, what: RegExp | undefined) => {
  store.disturbance.losesAnswer = (_, key) => what?.test(key) ?? false;
};

test('a replica that has as many environments as it may takes no more, and fetches nothing', async () => {
  const dataDir = temporaryFolder();
  const { store, a, b } = await twoReplicas({ ofB: { dataDir, maxEnvironments: '2' } });
  await create(a, { name: 'one' });
  await create(b, { name: 'own' });
  await a.stop();
  const before = filesBelow(dataDir);
  const answer = await host(b, 'GET', '/environments/one');
  expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1']);
  expect(ownError(answer).details).toMatch(
    /^the environment 'one' cannot come to this replica: there are 2 environments, which is the most/,
  );
  // Nobody has held it meanwhile.
  expect(recordOf(store, 'one')).toMatchObject({ number: 1, state: 'free' });
  expect(filesBelow(dataDir)).toEqual(before);
  // What is nowhere is not there, however full it is.
  expect((await host(b, 'GET', '/environments/nobodys')).status).toBe(404);
  await done(b, 'DELETE', '/environments/own');
  expect((await host(b, 'GET', '/environments/one')).status).toBe(200);
});

test('a world of which not everything can be fetched leaves nothing behind, and comes when it can', async () => {
  const dataDir = temporaryFolder();
  const { store, a, b } = await twoReplicas({ ofA: RARELY, ofB: { dataDir } });
  await create(a, { name: 'shop', from: { seed: 'default' } });
  const bytes = Buffer.from('the bytes of an image');
  await uploadIn(new Client(a, 'shop'), bytes);
  await create(a, { name: 'copy', from: { environment: 'shop' } });
  await new Client(a, 'copy').template(runningLinux, { name: 'made-later' });
  await a.stop();
  const { contents } = recordOf(store, 'copy');
  expect(contents.origin.key).not.toBe(contents.checkpoint.key);
  const before = filesBelow(dataDir);
  const refused = async () => {
    const answer = await host(b, 'GET', '/environments/copy');
    expect(answer.status).toBe(503);
    expect(recordOf(store, 'copy').state).toBe('free');
    expect(filesBelow(dataDir)).toEqual(before);
    return [answer.headers['retry-after'], ownError(answer).details];
  };
  const origin = store.objects.get(`fleet/${contents.origin.key}`);
  store.objects.delete(`fleet/${contents.origin.key}`);
  expect(await refused()).toEqual([undefined, expect.stringContaining('missing in the store')]);
  if (origin) store.objects.set(`fleet/${contents.origin.key}`, origin);
  loses(store, /\/blobs\//);
  expect(await refused()).toEqual(['1', expect.stringContaining('the store cannot be used now')]);
  loses(store, undefined);
  expect(await imagesAt(b, 'copy')).toEqual(['made-later']);
});

describe('snapshots', () => {
  const names = async (emulator: Parameters<typeof host>[0]) =>
    (await done(emulator, 'GET', '/environments/moved/snapshots')).map(
      ({ name }: { name: string }) => name,
    );

  test('come when the store answers again', async () => {
    const { store, a, b } = await twoReplicas();
    await create(a, { name: 'moved' });
    for (const name of ['one', 'two']) {
      await new Client(a, 'moved').template(runningLinux, { name: `made-${name}` });
      await done(a, 'POST', '/environments/moved/snapshots', { name });
    }
    await a.stop();
    loses(store, /\/snapshot-/);
    expect((await host(b, 'GET', '/environments/moved')).status).toBe(200);
    expect(await names(b)).toEqual([]);
    // Asked of a store that did not answer: none is there yet.
    loses(store, undefined);
    await eventually(async () => ((await names(b)).length === 2 ? true : undefined));
    await done(b, 'POST', '/environments/moved/snapshots/one/restore');
    expect(await imagesAt(b, 'moved')).toEqual(['made-one']);
  });

  test('are removed in the store first: where that fails nothing is, and the same call does it later', async () => {
    const { store, a } = await twoReplicas({ ofA: RARELY });
    await create(a, { name: 'moved' });
    await done(a, 'POST', '/environments/moved/snapshots', { name: 'one' });
    const stored = () =>
      recordOf(store, 'moved').contents.snapshots.map(({ name }: { name: string }) => name);
    loses(store, /\/moved\/record/);
    store.disturbance.isGone = true;
    const path = '/environments/moved/snapshots/one';
    const refused = await host(a, 'DELETE', path);
    expect([refused.status, ownError(refused).details]).toEqual([
      503,
      expect.stringMatching(
        /^what was asked of the environment 'moved' was not done here, for the/,
      ),
    ]);
    expect([await names(a), stored()]).toEqual([['one'], ['one']]);
    loses(store, undefined);
    store.disturbance.isGone = false;
    await done(a, 'DELETE', path);
    expect([await names(a), stored()]).toEqual([[], []]);
    expect((await host(a, 'DELETE', path)).status).toBe(404);
    await done(a, 'POST', '/environments/moved/snapshots', { name: 'one' });
    expect(stored()).toEqual(['one']);
  });
});

test('what was done here and could not be stored is told as not known, and is stored when that is possible', async () => {
  const { store, a, b } = await twoReplicas();
  await create(a, { name: 'shop', from: { seed: 'default' } });
  await new Client(a, 'shop').template(runningLinux, { name: 'made-before' });
  store.disturbance.isGone = true;
  const answer = await host(a, 'POST', '/environments/shop/reset');
  expect(answer.status).toBe(503);
  expect(ownError(answer).details).toMatch(
    /^the store could not be told of what became of the environment 'shop': .*whether what was asked for was done is not known/,
  );
  expect(await imagesAt(a, 'shop')).toEqual([]);
  store.disturbance.isGone = false;
  await a.stop();
  expect(await imagesAt(b, 'shop')).toEqual([]);
});

test('a world that cannot be noted in the data directory stays nowhere, and comes when it can', async () => {
  const dataDir = temporaryFolder();
  const { store, a, b } = await twoReplicas({
    ofA: { dataDir: temporaryFolder() },
    ofB: { dataDir },
  });
  await create(a, { name: 'one', storage: 'file' });
  await new Client(a, 'one').template(runningLinux, { name: 'made-at-a' });
  await a.stop();
  const before = filesBelow(dataDir);
  const inTheWay = join(dataDir, 'fleet.json.new');
  mkdirSync(inTheWay);
  expect((await host(b, 'GET', '/environments/one')).status).toBeGreaterThanOrEqual(500);
  expect(recordOf(store, 'one').state).toBe('free');
  expect(filesBelow(dataDir)).toEqual(before);
  rmdirSync(inTheWay);
  expect(await imagesAt(b, 'one')).toEqual(['made-at-a']);
});

test('a removal that the store does not confirm is told as such, and done when it can be', async () => {
  const { store, a } = await twoReplicas({ ofA: RARELY });
  await create(a, { name: 'one' });
  store.disturbance.isGone = true;
  const answer = await host(a, 'DELETE', '/environments/one');
  expect([answer.status, ownError(answer).details]).toEqual([
    503,
    expect.stringMatching(/^the environment 'one' is being removed, and .* is not known, so look/),
  ]);
  expect(recordOf(store, 'one').state).toBe('held');
  store.disturbance.isGone = false;
  await eventually(async () =>
    (await host(a, 'GET', '/environments/one')).status === 404 ? true : undefined,
  );
  expect(recordOf(store, 'one').state).toBe('removed');
});
