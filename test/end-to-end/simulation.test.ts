import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN_SESSION, SEED, seedText, type Json } from '../support/emulator';
import { EmulatorProcess, temporaryFolder } from '../support/process';

const { imageStore, sftp } = SEED.backupStorages;
const NOW = '2030-01-01T00:00:00.000Z';

type Send = (
  method: string,
  path: string,
  body?: object,
) => Promise<{ status: number; body: Json }>;

/** A real process on a file of its own, whose world, clock and chance are always the same. */
async function withWorld(story: (api: Send, control: Send) => Promise<unknown>): Promise<unknown> {
  const folder = temporaryFolder();
  const seed = join(folder, 'seed.yaml');
  writeFileSync(seed, `${seedText('default.yaml')}\nchance: 7\n`);
  const emulator = await EmulatorProcess.start(folder, { EMULATOR_SEED: seed });
  const sender =
    (base: string): Send =>
    async (method, path, body) => {
      const answer = await fetch(`${base}/v1${path}`, {
        method,
        headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      return { status: answer.status, body: (await answer.json()) as Json };
    };
  const control = sender(emulator.url.replace('/zstack', '/emulator'));
  await control('PUT', '/clock', { params: { mode: 'stopped', time: NOW } });
  const told = await story(sender(emulator.url), control);
  const laws = await control('GET', '/invariants');
  expect(laws.body.holds).toBe(true);
  await emulator.end('SIGTERM');
  return told;
}

/** The story twice, each time in a new process and a new file: the same must come of it. */
async function twice(story: (api: Send, control: Send) => Promise<unknown>): Promise<Json> {
  const [first, second] = [await withWorld(story), await withWorld(story)];
  expect(second).toEqual(first);
  return first;
}

test('the second storage fails while its copy is at 40 %', async () => {
  const told = await twice(async (api, control) => {
    await control('PUT', '/progression', { params: { mode: 'timed' } });
    await control('POST', '/faults', {
      params: {
        kind: 'disconnect',
        point: 'create-root-volume-template/start-creating-template',
        atProgress: 40,
        resourceUuid: sftp,
      },
    });
    const { body } = await api(
      'POST',
      `/images/root-volume-templates/from/volumes/${SEED.volumes.stoppedWindows}`,
      { params: { name: 'x', backupStorageUuids: [imageStore, sftp] } },
    );
    const advanced = await control('POST', '/clock/advance', { params: { by: '1h' } });
    const image = await api('GET', '/images?q=name=x');
    const storage = await api('GET', `/backup-storage/${sftp}`);
    const { uuid } = image.body.inventories[0];
    const explained = await control('GET', `/explain/${uuid}`);
    return {
      job: body.location.split('/').at(-1),
      ran: advanced.body.ran,
      image: image.body.inventories[0],
      storage: storage.body.inventories[0].status,
      story: explained.body.inventory.story,
    };
  });
  const [failed, done] = told.ran.filter(({ step }: Json) => step === 'start-creating-template');
  const took = (task: Json) => Date.parse(task.due) - Date.parse(NOW);
  expect([failed.subject, done.subject]).toEqual([sftp, imageStore]);
  expect(took(failed)).toBeLessThan(took(done));
  expect([told.image.status, told.storage]).toEqual(['Ready', 'Disconnected']);
  expect(told.image.backupStorageRefs).toMatchObject([
    { backupStorageUuid: imageStore, status: 'Ready' },
  ]);
  expect(told.story.join('\n')).toMatch(
    /its copy on the backup storage\[uuid:bac0+40008000000000000002, name:sftp-1\] went/,
  );
});

test('72 hours pass', async () => {
  const told = await twice(async (api, control) => {
    await api('DELETE', `/images/${SEED.images.linux}`);
    const early = await control('POST', '/clock/advance', { params: { by: '71h' } });
    const before = await api('GET', `/images/${SEED.images.linux}`);
    const late = await control('POST', '/clock/advance', { params: { by: '72h' } });
    const after = await api('GET', `/images/${SEED.images.linux}`);
    return {
      before: before.body.inventories[0].status,
      after: after.body.inventories,
      changes: [...early.body.changes, ...late.body.changes],
      time: late.body.inventory.time,
    };
  });
  expect(told).toMatchObject({ before: 'Deleted', after: [], time: '2030-01-06T23:00:00.000Z' });
  const times = told.changes.map(({ date }: Json) => Date.parse(date));
  expect(times.length).toBeGreaterThan(1);
  expect([...times].sort((a, b) => a - b)).toEqual(times);
  expect(told.changes).toContainEqual(
    expect.objectContaining({
      resourceType: 'Image',
      resourceUuid: SEED.images.linux,
      from: 'Deleted',
      to: null,
      cause: 'expunge-deleted-images',
      date: '2030-01-04T00:00:00.000Z',
    }),
  );
});

test('what a client sent that nobody reads', async () => {
  const told = await twice(async (api, control) => {
    await api('POST', `/images/root-volume-templates/from/volumes/${SEED.volumes.stoppedWindows}`, {
      params: { name: 'x', imageName: 'x', system: 'true' },
    });
    await api('GET', '/volume-snapshot').catch(() => undefined);
    return (await control('GET', '/client-report')).body.inventory;
  });
  const operation = 'CreateRootVolumeTemplateFromRootVolume';
  expect(told).toMatchObject({
    unreadFields: [{ operation, field: 'params.imageName', count: 1 }],
    wrongTypes: [{ operation, field: 'system', note: 'a string for a boolean' }],
    unknownPaths: [{ request: 'GET /zstack/v1/volume-snapshot', nearest: '/v1/volume-snapshots' }],
    leftBehind: { resources: [{ type: 'Image', name: 'x' }] },
  });
});
