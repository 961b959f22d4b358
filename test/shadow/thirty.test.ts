import { SEED, TestEmulator, type Json } from '../support/emulator';
import { Beside } from './beside';
import { ChangedCloud, ofBody, ofRows, type Asked, type Change } from './changed-cloud';

/** A way in which a cloud differs: what is done, how it differs then, and what is to be found. */
type Way = readonly [
  what: string,
  act: (beside: Beside, differs: (change: Change) => void) => Promise<void>,
  found: readonly string[],
];

const made = { count: 0 };
const zone = (beside: Beside, more: object = {}): Promise<Json> =>
  beside.make('POST', '/zones', { params: { name: `zone-${++made.count}`, ...more } });

const template = (beside: Beside): Promise<Json> =>
  beside.make('POST', `/images/root-volume-templates/from/volumes/${SEED.volumes.stoppedWindows}`, {
    params: { name: `image-${++made.count}`, backupStorageUuids: [SEED.backupStorages.imageStore] },
  });

const looks = ({ method }: Asked) => method === 'GET';
const all = () => true;

/** A zone is made and read; what is read differs. */
const readZone =
  (answer: Change['answer'], query = (uuid: string) => `/zones?q=uuid=${uuid}`): Way[1] =>
  async (beside, differs) => {
    const { uuid } = await zone(beside, { description: 'here' });
    differs({ at: looks, ...(answer ? { answer } : {}) });
    await beside.call('GET', query(uuid));
  };

/** A call that is refused; how it is refused differs. */
const refusedZone =
  (answer: Change['answer'], body: object = { params: {} }): Way[1] =>
  async (beside, differs) => {
    differs({ at: all, ...(answer ? { answer } : {}) });
    await beside.call('POST', '/zones', body);
  };

const REFUSAL = {
  status: 503,
  contentType: 'application/json',
  text: '{"error":{"code":"SYS.1006","description":"no","details":"no more zones"}}',
};

const WAYS: readonly Way[] = [
  [
    'a wrong code',
    refusedZone(ofBody(({ error }) => (error.code = 'SYS.1006'))),
    ['CreateZone error-code error.code'],
  ],
  [
    'other words',
    refusedZone(ofBody(({ error }) => (error.details = 'no'))),
    ['CreateZone error-text error.details'],
  ],
  [
    'a cause of its own',
    refusedZone(ofBody(({ error }) => (error.cause = { code: 'HOST.1001', details: 'gone' }))),
    ['CreateZone error-cause error.cause'],
  ],
  [
    'another status',
    refusedZone((answer) => void (answer.status = 400)),
    ['CreateZone status the status'],
  ],
  [
    'another content type',
    refusedZone((answer) => void (answer.contentType = 'text/plain')),
    ['CreateZone content-type the content type'],
  ],
  [
    'what is refused here is done there',
    refusedZone((answer) =>
      Object.assign(answer, {
        status: 200,
        text: '{"inventory":{"uuid":"00000000000040008000000000000777","name":"no"}}',
      }),
    ),
    ['CreateZone only-cloud-succeeds the answer'],
  ],
  [
    'plain words of another kind',
    async (beside, differs) => {
      differs({ at: all, answer: (answer) => void (answer.text = 'who are you?') });
      await beside.call(
        'POST',
        '/zones',
        { params: { name: 'x' } },
        { Authorization: 'Basic eDp5' },
      );
    },
    ['CreateZone error-text the body'],
  ],
  [
    'checks in another order',
    async (beside, differs) => {
      // Its first look is at the session.
      differs({ at: all, ask: (asked) => void (asked.body = '{"params":{"name":"x"}}') });
      const nobody = { Authorization: `OAuth ${'0'.repeat(32)}` };
      await beside.call('POST', '/zones', { params: {} }, nobody);
    },
    [
      'CreateZone error-code error.code',
      'CreateZone error-text error.description',
      'CreateZone error-text error.details',
    ],
  ],
  [
    'what is done here is refused there',
    async (beside, differs) => {
      differs({ at: ({ method }) => method === 'POST', instead: () => ({ ...REFUSAL }) });
      await beside.call('POST', '/zones', { params: { name: 'one-too-many' } });
      // It is taken back: this says the same on both sides.
      await beside.call('GET', '/zones?q=name=one-too-many&replyWithCount=true');
    },
    ['CreateZone only-cloud-refuses the answer'],
  ],
  [
    'a missing field',
    readZone(ofRows((row) => delete row.description)),
    ['QueryZone missing-field inventories[].description'],
  ],
  [
    'a field of its own',
    readZone(ofRows((row) => (row.colour = 'red'))),
    ['QueryZone extra-field inventories[].colour'],
  ],
  [
    'another type',
    readZone(ofRows((row) => (row.description = 7))),
    ['QueryZone type inventories[].description'],
  ],
  [
    'a date of another form',
    readZone(ofRows((row) => (row.createDate = '2026-11-29T08:00:00Z'))),
    ['QueryZone format inventories[].createDate'],
  ],
  [
    'another value',
    readZone(ofRows((row) => (row.description = 'there'))),
    ['QueryZone value inventories[].description'],
  ],
  [
    'fields that were not asked for',
    readZone(
      ofRows((row) => (row.type = 'zstack')),
      (uuid) => `/zones?q=uuid=${uuid}&fields=uuid,name`,
    ),
    ['QueryZone extra-field inventories[].type'],
  ],
  [
    'another total',
    readZone(
      ofBody((body) => body.total++),
      (uuid) => `/zones?q=uuid=${uuid}&replyWithCount=true`,
    ),
    ['QueryZone total total'],
  ],
  [
    'a missing row',
    readZone(ofBody((body) => (body.inventories = []))),
    ['QueryZone missing-row inventories[]'],
  ],
  [
    'a row of its own',
    readZone(ofBody((body) => body.inventories.push({ uuid: '1'.repeat(32), name: 'other' }))),
    ['QueryZone extra-row inventories[]'],
  ],
  [
    'a body that is no JSON',
    readZone((answer) => void (answer.text = 'fine')),
    ['QueryZone format the body'],
  ],
  [
    'rows in another order',
    async (beside, differs) => {
      differs({ at: all, answer: ofBody((body) => body.inventories.reverse()) });
      await beside.call('GET', '/primary-storage?sort=+name&fields=uuid,name');
    },
    ['QueryPrimaryStorage order inventories'],
  ],
  [
    'a parameter that is not looked at',
    async (beside, differs) => {
      differs({ at: all, ask: (asked) => void (asked.body = '{"params":{"name":"plain"}}') });
      await beside.call('POST', '/zones', { params: { name: 'plain', description: 'lost' } });
    },
    ['CreateZone missing-field inventory.description'],
  ],
  [
    'a deletion that does nothing',
    async (beside, differs) => {
      const { uuid } = await zone(beside);
      const text = '{"success":true,"error":null}';
      differs({
        at: ({ method }) => method === 'DELETE',
        instead: () => ({ status: 200, contentType: 'application/json', text }),
      });
      await beside.call('DELETE', `/zones/${uuid}`);
      await beside.call('GET', `/zones?q=uuid=${uuid}`);
    },
    ['QueryZone extra-row inventories[]'],
  ],
  [
    'a state that does not change',
    async (beside, differs) => {
      const { uuid } = await zone(beside);
      await beside.make('PUT', `/zones/${uuid}/actions`, {
        changeZoneState: { stateEvent: 'disable' },
      });
      differs({ at: all, answer: ofRows((row) => (row.state = 'Enabled')) });
      await beside.call('GET', `/zones/${uuid}`);
    },
    ['QueryZone value inventories[].state'],
  ],
  [
    'a status that comes late',
    async (beside, differs) => {
      const { uuid } = await template(beside);
      differs({ at: all, answer: ofRows((row) => (row.status = 'Creating')) });
      await beside.call('GET', `/images/${uuid}`);
    },
    ['QueryImage late-status inventories[].status'],
  ],
  [
    'a wrong size',
    async (beside, differs) => {
      const { uuid } = await template(beside);
      differs({ at: all, answer: ofRows((row) => row.size++) });
      await beside.call('GET', `/images/${uuid}`);
    },
    ['QueryImage size inventories[].size'],
  ],
  [
    'a storage that an image does not lie on',
    async (beside, differs) => {
      const { uuid } = await template(beside);
      differs({ at: all, answer: ofRows((row) => (row.backupStorageRefs = [])) });
      await beside.call('GET', `/images/${uuid}`);
    },
    ['QueryImage missing-row inventories[].backupStorageRefs[]'],
  ],
  [
    'lost capacity',
    async (beside, differs) => {
      const path = `/backup-storage/${SEED.backupStorages.imageStore}`;
      await beside.call('GET', path);
      await template(beside);
      differs({ at: all, answer: ofRows((row) => (row.availableCapacity -= 4_096)) });
      await beside.call('GET', path);
    },
    ['QueryBackupStorage capacity inventories[].availableCapacity'],
  ],
  [
    'capacity of no storage of its own',
    async (beside, differs) => {
      const path = `/primary-storage/capacities?primaryStorageUuids=${SEED.primaryStorages.nfs}`;
      await beside.call('GET', path);
      differs({ at: all, answer: ofBody((body) => (body.totalCapacity += 1)) });
      await beside.call('GET', path);
    },
    ['GetPrimaryStorageCapacity capacity totalCapacity'],
  ],
  [
    'a wrong owner',
    async (beside, differs) => {
      const { uuid, accountUuid } = await beside.make('POST', '/accesskeys', {
        params: {
          accountUuid: '36c27e8ff05c4780bf6d2fa65700f22e',
          userUuid: '36c27e8ff05c4780bf6d2fa65700f22e',
        },
      });
      expect(accountUuid).toBe('36c27e8ff05c4780bf6d2fa65700f22e');
      const alice = 'a11ce000000040008000000000000001';
      differs({ at: all, answer: ofRows((row) => (row.accountUuid = alice)) });
      await beside.call('GET', `/accesskeys?q=uuid=${uuid}`);
    },
    ['GET /v1/accesskeys owner inventories[].accountUuid'],
  ],
  [
    'another thing that is named',
    async (beside, differs) => {
      const other = SEED.vms.runningArmOnCeph;
      differs({ at: all, answer: ofRows((row) => (row.vmInstanceUuid = other)) });
      await beside.call('GET', `/volumes/${SEED.volumes.stoppedWindows}`);
    },
    ['QueryVolume reference inventories[].vmInstanceUuid'],
  ],
  [
    'a lost tag',
    async (beside, differs) => {
      const { uuid } = await zone(beside);
      const params = { resourceType: 'ZoneVO', resourceUuid: uuid, tag: 'mine' };
      await beside.make('POST', '/user-tags', { params });
      differs({ at: all, answer: ofBody((body) => (body.inventories = [])) });
      await beside.call('GET', `/user-tags?q=resourceUuid=${uuid}`);
    },
    ['QueryUserTag missing-row inventories[]'],
  ],
  [
    'a job that fails',
    async (beside, differs) => {
      differs({
        at: ({ path }) => path.startsWith('/api-jobs/'),
        instead: () => ({ ...REFUSAL }),
      });
      await beside.call(
        'POST',
        '/zones',
        { params: { name: 'by-a-job' } },
        { Prefer: 'respond-async' },
      );
    },
    ['CreateZone only-cloud-refuses the answer'],
  ],
  [
    'a job whose result lacks a field',
    async (beside, differs) => {
      differs({
        at: ({ path }) => path.startsWith('/api-jobs/'),
        answer: (answer) =>
          answer.status === 200 && ofBody((body) => delete body.inventory.state)(answer),
      });
      await beside.call(
        'POST',
        '/zones',
        { params: { name: 'by-another' } },
        { Prefer: 'respond-async' },
      );
    },
    ['CreateZone missing-field inventory.state'],
  ],
  [
    'a session without its account',
    async (beside, differs) => {
      differs({ at: all, answer: ofBody((body) => delete body.inventory.accountUuid) });
      const body = { logInByAccount: { accountName: 'admin', password: PASSWORD } };
      expect((await beside.call('PUT', '/accounts/login', body)).status).toBe(200);
    },
    ['LogInByAccount missing-field inventory.accountUuid'],
  ],
];

const PASSWORD =
  'b109f3bbbc244eb82441917ed06d618b9008dd09b3befd1b5e07394c706a8bb980b1d7785e5976ec049b46df5f1326af5a2ea6d103fd07c95385ffab0cacbc86';

test('each of more than thirty ways to differ is found under its name, and nothing else', async () => {
  const emulator = await TestEmulator.start({ chanceSeed: 7, realTime: true });
  const cloud = await ChangedCloud.start(emulator.url);
  const beside = await Beside.start(cloud.url);
  const found: Record<string, string[]> = {};
  for (const [what, act] of WAYS) {
    const before = (await beside.judged()).length;
    await act(beside, (change) => {
      cloud.change = change;
    });
    cloud.change = undefined;
    found[what] = (await beside.judged())
      .slice(before)
      .flatMap(({ operation, differences }) =>
        differences
          .filter(({ follows }) => follows === undefined)
          .map(({ kind, place }) => `${operation} ${kind} ${place}`),
      );
  }
  expect(found).toEqual(Object.fromEntries(WAYS.map(([what, , names]) => [what, names])));
  expect(WAYS.length).toBeGreaterThanOrEqual(30);
  const failed = beside.verdicts.filter(({ reason }) => reason?.startsWith('the shadow failed'));
  expect(failed).toEqual([]);
});
