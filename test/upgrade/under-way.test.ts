import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestEmulator, type Json } from '../support/emulator';
import { bytesOf, Client, worldOf } from '../support/environments';
import { upload } from '../support/upload';
import { bytesNamed, manifestOf, md5, unpacked, VERSIONS } from './fixtures';

interface KnownUpload {
  readonly uuid: string;
  readonly name: string;
  readonly length: number;
  readonly sliceSize: number;
  readonly md5: string;
}

interface Known {
  readonly uploads: Readonly<Record<'suspended' | 'half' | 'none' | 'whole', KnownUpload>>;
  readonly jobs: Readonly<Record<string, string>>;
  readonly longJobs: Readonly<Record<'suspended' | 'running', string>>;
}

/** The program of now on what a kill of that version left. */
async function goingOn(version: string) {
  const folder = unpacked(version, 'under-way');
  const emulator = await TestEmulator.start({ settings: { dataDir: folder } });
  const client = new Client(emulator, 'default');
  const known = manifestOf(version).fixtures['under-way']?.known as Known;
  const find = async (path: string): Promise<Json> => (await client.list(path))[0];
  return { folder, emulator, client, known, find };
}

describe.each(VERSIONS)('what was under way when %s was killed', (version) => {
  test('uploads go on where they were, and end with the right bytes', async () => {
    const { folder, emulator, client, known, find } = await goingOn(version);
    const offsetOf = async ({ uuid }: KnownUpload) =>
      (await client.call('GET', `/images/upload-job/details/${uuid}`)).body.existingJobDetails[0]
        .offset;
    const send = async (one: KnownUpload, slices: readonly number[]) => {
      const { backupStorageRefs } = await find(`/images/${one.uuid}`);
      const { pathname, search } = new URL(backupStorageRefs[0].installPath);
      const bytes = bytesNamed(one.name, one.length);
      for (const slice of slices) {
        const at = slice * one.sliceSize;
        const answer = await upload(`${emulator.url}${pathname}${search}`, {
          bytes: bytes.subarray(at, at + one.sliceSize),
          headers: {
            'X-IMAGE-UUID': one.uuid,
            'X-IMAGE-SIZE': one.length,
            'X-SLICE-SIZE': one.sliceSize,
            'X-SLICE-OFFSET': at,
          },
        });
        expect(answer).toMatchObject({ status: 200 });
      }
    };
    const { suspended, half, none, whole } = known.uploads;
    expect([await offsetOf(half), await offsetOf(none)]).toEqual([half.sliceSize, 0]);
    // The first and the last slice came before the kill.
    await send(half, [1]);
    await send(none, [1, 0]);
    const resume = { resumeLongJob: {} };
    await client.make('PUT', `/longjobs/${known.longJobs.suspended}/actions`, resume);
    await send(suspended, [2, 1]);
    // What is made of bytes that are all there takes its time, too.
    await client.control('POST', '/clock/advance', { by: '1m' });
    for (const one of [suspended, half, none, whole]) {
      expect(await find(`/images/${one.uuid}`)).toMatchObject({
        status: 'Ready',
        actualSize: one.length,
        md5Sum: one.md5,
      });
      const bytes = await bytesOf(client, one.uuid);
      expect([one.name, bytes.equals(bytesNamed(one.name, one.length))]).toEqual([one.name, true]);
      const blob = readFileSync(join(folder, 'blobs', `${one.md5}-${one.length.toString(16)}`));
      expect(md5(blob)).toBe(one.md5);
    }
    expect(await find(`/longjobs/${known.longJobs.suspended}`)).toMatchObject({
      state: 'Succeeded',
    });
    worldOf(emulator, 'default');
  });

  test('slow work ends when its time comes, each job with its result', async () => {
    const { emulator, client, known, find } = await goingOn(version);
    const { polled, ...timed } = known.jobs;
    const poll = (job: string) => client.call('GET', `/api-jobs/${job}`);
    for (const job of Object.values(timed)) {
      expect([job, (await poll(job)).status]).toEqual([job, 202]);
    }
    await client.control('POST', '/clock/advance', { by: '5m' });
    for (const [name, job] of Object.entries(timed)) {
      const { status, body } = await poll(job);
      expect([name, status, body.error ?? null]).toEqual([name, 200, null]);
    }
    const { inventory } = (await poll(timed['template'] ?? '')).body;
    expect(inventory).toMatchObject({
      status: 'Ready',
      backupStorageRefs: [{ status: 'Ready' }, { status: 'Ready' }],
    });
    // It waits for two polls, whatever the clock says.
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push((await poll(polled ?? '')).status);
    expect(answers).toEqual([202, 202, 200]);
    worldOf(emulator, 'default');

    // A long job in its middle is ended by a restart, and can be run again.
    const { running } = known.longJobs;
    expect(await find(`/longjobs/${running}`)).toMatchObject({ state: 'Failed' });
    await client.make('PUT', `/longjobs/${running}/actions`, { rerunLongJob: {} });
    await client.control('POST', '/clock/advance', { by: '5m' });
    expect(await find(`/longjobs/${running}`)).toMatchObject({ state: 'Succeeded' });
    worldOf(emulator, 'default');
  });

  test('work of a world on the machine’s clock ends, wherever that clock stands', async () => {
    const { emulator } = await goingOn(version);
    const world = new Client(emulator, 'real-time');
    await world.control('POST', '/clock/advance', { to: '2200-01-01T00:00:00Z' });
    const [image] = await world.list('/images?q=name=real-time');
    expect(image).toMatchObject({ status: 'Ready', backupStorageRefs: [{ status: 'Ready' }] });
    expect(image.createDate).not.toBe(image.backupStorageRefs[0].lastOpDate);
    worldOf(emulator, 'real-time');
  });
});
