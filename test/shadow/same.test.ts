import { ALICE_SESSION, SEED, TestEmulator } from '../support/emulator';
import { Beside } from './beside';
import { ChangedCloud } from './changed-cloud';

/** Makes, looks, is refused, deletes: what clients do all day. */
async function aDay(beside: Beside): Promise<void> {
  const { runningLinux } = SEED.volumes;
  const login = await beside.call('PUT', '/accounts/login', {
    logInByAccount: { accountName: 'alice', password: 'no' },
  });
  expect(login.status).toBe(503);
  await beside.call('GET', '/backup-storage');
  const template = await beside.make(
    'POST',
    `/images/root-volume-templates/from/volumes/${runningLinux}`,
    { params: { name: 'mine', backupStorageUuids: [SEED.backupStorages.imageStore] } },
  );
  await beside.call('GET', `/images/${template.uuid}`);
  await beside.call('GET', `/images?q=name=mine&q=uuid=${template.uuid}&fields=uuid,name,size`);
  await beside.call('GET', '/images?replyWithCount=true&sort=-createDate&limit=3');
  await beside.call('GET', '/backup-storage?sort=+name');
  await beside.call('PUT', `/images/${template.uuid}/actions`, {
    changeImageState: { stateEvent: 'disable' },
  });
  await beside.call('GET', `/images/${template.uuid}`, undefined, {
    Authorization: `OAuth ${ALICE_SESSION}`,
  });
  await beside.call('GET', '/images?q=nobody=1');
  await beside.call('GET', `/images/${'0'.repeat(32)}`);
  await beside.call('POST', '/images', { params: { name: 'x' } });
  await beside.call('GET', '/nothing/here');
  await beside.call('DELETE', `/images/${template.uuid}`);
  await beside.call('PUT', `/images/${template.uuid}/actions`, { expungeImage: {} });
  await beside.call('GET', '/backup-storage');
}

test.each([
  ['answers with every field', {}, {}],
  ['answers as the real system sends them', { wire: 'native' }, { wire: 'native' as const }],
  ['jobs that are asked for', { apiMode: 'async' }, {}],
  ['fewer checks', { checks: 'native' }, { checks: 'native' as const }],
])('nothing differs between two that are alike: %s', async (_what, settings, options) => {
  const cloud = await TestEmulator.start({ settings, chanceSeed: 7, realTime: true });
  const beside = await Beside.start(cloud.url, options);
  await aDay(beside);
  const judged = await beside.judged();
  const told = judged.filter(({ outcome }) => outcome !== 'same');
  const others = told.filter(({ reason }) => !reason?.startsWith('its job is under way'));
  expect(
    others.map(({ operation, reason, differences }) => [operation, reason, differences]),
  ).toEqual([['GET /v1/nothing/here', 'not emulated', []]]);
  expect(judged.length).toBeGreaterThan(15);
});

test('what the cloud packs is unpacked, and what is too long is only counted', async () => {
  const emulator = await TestEmulator.start({ realTime: true });
  const cloud = await ChangedCloud.start(emulator.url);
  const beside = await Beside.start(cloud.url);
  cloud.packs = true;
  await beside.call('GET', '/zones');
  cloud.packs = false;
  cloud.change = { at: () => true, answer: (answer) => (answer.text += ' '.repeat(2 ** 20)) };
  await beside.call('GET', '/zones');
  const judged = await beside.judged();
  expect(judged.map(({ outcome, reason }) => reason ?? outcome)).toEqual([
    'same',
    'its body is longer than what is looked at, or broke off',
  ]);
});
