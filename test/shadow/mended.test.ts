import { createHash, createHmac } from 'node:crypto';
import { SEED, TestEmulator } from '../support/emulator';
import { Beside } from './beside';
import { ChangedCloud, ofBody, ofRows } from './changed-cloud';

const all = () => true;

async function beforeChanged(options: Parameters<typeof Beside.start>[1] = {}) {
  const emulator = await TestEmulator.start({ realTime: true });
  const cloud = await ChangedCloud.start(emulator.url);
  return { cloud, beside: await Beside.start(cloud.url, options) };
}

test('what follows from a difference goes under it', async () => {
  const { cloud, beside } = await beforeChanged();
  const image = await beside.make(
    'POST',
    `/images/root-volume-templates/from/volumes/${SEED.volumes.stoppedWindows}`,
    { params: { name: 'late', backupStorageUuids: [SEED.backupStorages.imageStore] } },
  );
  cloud.change = { at: all, answer: ofRows((row) => (row.status = 'Creating')) };
  await beside.call('GET', `/images/${image.uuid}`);
  await beside.call('GET', `/images?q=name=late`);
  cloud.change = {
    at: all,
    answer: ofBody((body) => body.inventory && (body.inventory.status = 'Creating')),
  };
  await beside.call('PUT', `/images/${image.uuid}/actions`, { updateImage: { description: 'x' } });
  const differences = (await beside.judged()).flatMap((verdict) => verdict.differences);
  expect(differences.map(({ kind, follows }) => [kind, follows])).toEqual([
    ['late-status', undefined],
    // The same one once more, and another place that shows it.
    ['late-status', undefined],
    ['late-status', 'QueryImage late-status inventories[].status'],
  ]);
});

test('a thing that only the cloud has made is followed apart', async () => {
  const { cloud, beside } = await beforeChanged();
  // The emulator is asked for a zone without a name; the cloud for one that has one.
  cloud.change = {
    at: ({ method }) => method === 'POST',
    ask: (asked) => void (asked.body = '{"params":{"name":"only-there"}}'),
  };
  const { uuid } = await beside.make('POST', '/zones', { params: {} });
  cloud.change = undefined;
  await beside.call('GET', '/zones');
  const judged = await beside.judged();
  expect(
    judged.map(({ differences }) => differences.map(({ kind, follows }) => [kind, follows])),
  ).toEqual([
    [['only-cloud-succeeds', undefined]],
    [['extra-row', 'CreateZone only-cloud-succeeds the answer']],
  ]);
  expect(judged[1]?.differences[0]?.subject).toBe(uuid);
});

test('who may ask the cloud captures it anew: the world has what it had missed', async () => {
  const identity = { kind: 'account', name: 'admin', password: 'password' } as const;
  const { cloud, beside } = await beforeChanged({ identity, pause: 0 });
  cloud.change = {
    at: ({ method }) => method === 'POST',
    ask: (asked) => void (asked.body = '{"params":{"name":"only-there"}}'),
  };
  const { uuid } = await beside.make('POST', '/zones', { params: {} });
  cloud.change = undefined;
  await beside.judged();
  // It is captured before the next one is judged, which the capture may hold already; then all is alike.
  await beside.call('GET', `/zones/${uuid}`);
  await beside.judged();
  await beside.call('GET', `/zones/${uuid}`);
  await beside.call('PUT', `/zones/${uuid}/actions`, { updateZone: { description: 'known' } });
  const judged = await beside.judged();
  expect(judged.map(({ outcome, reason }) => reason ?? outcome)).toEqual([
    'differs',
    'the cloud was captured anew',
    'same',
    'same',
  ]);
});

test('sessions of clients stand for those of the same account, in a new world as well', async () => {
  const identity = { kind: 'account', name: 'admin', password: 'password' } as const;
  const { beside } = await beforeChanged({ identity });
  const digest = createHash('sha512').update('alice-password').digest('hex');
  const login = await beside.call('PUT', '/accounts/login', {
    logInByAccount: { accountName: 'alice', password: digest },
  });
  const alice = { Authorization: `OAuth ${login.body.inventory.uuid}` };
  // She may not, and sees less than admin does.
  await beside.call('POST', '/zones', { params: { name: 'hers' } }, alice);
  await beside.call('GET', '/images', undefined, alice);
  const judged = await beside.judged();
  expect(judged.map(({ outcome, reason, differences }) => [outcome, reason, differences])).toEqual([
    ['same', undefined, []],
    ['same', undefined, []],
    ['same', undefined, []],
  ]);
});

test('a world that begins empty compares what it has seen being made', async () => {
  const { beside } = await beforeChanged({ seed: 'none', hasOtherNames: true, knowsAll: false });
  const { uuid } = await beside.make('POST', '/zones', { params: { name: 'grown' } });
  await beside.call('GET', `/zones/${uuid}`);
  await beside.call('GET', '/zones?replyWithCount=true');
  await beside.call('GET', `/images/${SEED.images.linux}`);
  const judged = await beside.judged();
  expect(judged.map(({ outcome, reason }) => reason ?? outcome)).toEqual([
    'same',
    'same',
    'same',
    'it names what the world has never seen',
  ]);
  expect(judged[2]?.variances).toMatchObject({ unseen: 2 });
});

test('what was on its way when the cloud was captured is not compared', async () => {
  const identity = { kind: 'account', name: 'admin', password: 'password' } as const;
  const { beside } = await beforeChanged({ identity });
  await beside.later();
  await beside.call('GET', '/vm-instances?q=state=Starting');
  await beside.call('GET', `/vm-instances/${SEED.vms.stoppedWindows}`);
  const judged = await beside.judged();
  expect(judged.map(({ outcome, reason }) => reason ?? outcome)).toEqual([
    'it is about what has gone a way of its own',
    'same',
  ]);
});

test('access keys sign anew for the world', async () => {
  const { beside } = await beforeChanged();
  const admin = '36c27e8ff05c4780bf6d2fa65700f22e';
  const { AccessKeyID, AccessKeySecret } = await beside.make('POST', '/accesskeys', {
    params: { accountUuid: admin, userUuid: admin },
  });
  const date = new Date().toUTCString();
  const signature = createHmac('sha1', AccessKeySecret)
    .update(`GET\n${date}\n/v1/zones`)
    .digest('base64');
  const answer = await beside.call('GET', '/zones', undefined, {
    Authorization: `ZStack ${AccessKeyID}:${signature}`,
    Date: date,
  });
  expect(answer.status).toBe(200);
  const wrong = await beside.call('GET', '/zones', undefined, {
    Authorization: `ZStack ${AccessKeyID}:${'0'.repeat(28)}`,
    Date: date,
  });
  expect(wrong.status).not.toBe(200);
  const judged = await beside.judged();
  expect(judged.map(({ outcome, differences }) => [outcome, differences])).toEqual([
    ['same', []],
    ['same', []],
    ['same', []],
  ]);
});

test('nothing secret is told', async () => {
  const { cloud, beside } = await beforeChanged();
  const SECRET = 'c0ffee'.repeat(10);
  cloud.change = {
    at: all,
    answer: ofBody((body) => (body.inventory ? (body.inventory.name = 'x') : 0)),
  };
  await beside.call('POST', '/accounts', {
    params: { name: 'bob', password: SECRET, description: `http://me:${SECRET}@x/` },
  });
  cloud.change = {
    at: all,
    answer: ofBody((body) => body.inventory && delete body.inventory.userUuid),
  };
  const login = await beside.call('PUT', '/accounts/login', {
    logInByAccount: { accountName: 'bob', password: SECRET },
  });
  const session = login.body.inventory.uuid;
  cloud.change = { at: all, answer: ofBody((body) => (body.total = 7)) };
  await beside.call('GET', '/zones', undefined, { Authorization: `OAuth ${session}` });
  await beside.call('DELETE', `/accounts/sessions/${session}`);
  const judged = await beside.judged();
  expect(judged.map(({ outcome }) => outcome)).toEqual([
    'differs',
    'differs',
    'differs',
    'differs',
  ]);
  const told = JSON.stringify(judged);
  expect(told).not.toContain(SECRET);
  expect(told).not.toContain(session);
});

test('a case that shows what differs has no passwords, which are plain words, and no addresses with them', async () => {
  const { cloud, beside } = await beforeChanged();
  cloud.change = {
    at: all,
    answer: ofBody((body) => (body.inventory ? (body.inventory.state = 'x') : 0)),
  };
  await beside.call('POST', '/backup-storage/sftp', {
    params: { name: 's', url: '/s', hostname: '10.0.0.3', username: 'root', password: 'hunter2' },
  });
  await beside.call('POST', '/zones', {
    params: { name: 'z', description: 'see http://me:hunter2@elsewhere.example/' },
  });
  await beside.call('POST', '/zones', { params: { name: 'z', description: 'a plain one' } });
  const judged = await beside.judged();
  const cases = judged.flatMap((verdict) => verdict.case ?? []);
  expect(cases.join('')).toContain('a plain one');
  expect(JSON.stringify(judged)).not.toContain('hunter2');
});
