import { join } from 'node:path';
import Database from 'better-sqlite3';
import { brokenLaws } from '../../src/persistence/laws';
import { ADMIN_SESSION, type Json } from '../support/emulator';
import { pass, seededDirectory } from '../support/data-directory';
import { JOB_DATA, submission, type JobName } from '../support/long-jobs';
import { EmulatorProcess, eventually } from '../support/process';
import { upload } from '../support/upload';

const IMAGE = 'c'.repeat(12) + '4' + 'b'.repeat(19);
const KIB = 1024;

/** The laws that the file of a stopped emulator breaks, and what of these jobs' image is in it. */
function inspected(folder: string): { laws: object; images: unknown; refs: unknown } {
  const database = new Database(join(folder, 'default.sqlite'));
  const count = (sql: string) => database.prepare(sql).pluck().get();
  try {
    return {
      laws: brokenLaws(database),
      images: count("select count(*) from images where name = 'made'"),
      refs: count(
        "select count(*) from image_backup_storage_refs where image_uuid not in (select uuid from images where name <> 'made')",
      ),
    };
  } finally {
    database.close();
  }
}

const call = async (
  emulator: EmulatorProcess,
  method: string,
  path: string,
  body?: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Json> => {
  const response = await fetch(`${emulator.url}/v1${path}`, {
    method,
    headers: { Authorization: `OAuth ${ADMIN_SESSION}`, ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (response.status !== 200) throw new Error(await response.text());
  return response.json();
};
const control = async (
  emulator: EmulatorProcess,
  method: string,
  path: string,
  params?: object,
): Promise<Json> => {
  const response = await fetch(`${new URL(emulator.url).origin}/emulator/v1${path}`, {
    method,
    ...(params ? { body: JSON.stringify({ params }) } : {}),
  });
  return response.json();
};
const submit = async (
  emulator: EmulatorProcess,
  jobName: JobName,
  changes: object = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Json> => {
  const body = submission(jobName, { ...JOB_DATA[jobName], ...changes });
  return (await call(emulator, 'POST', '/longjobs', body, headers)).inventory;
};
const find = async (emulator: EmulatorProcess, path: string): Promise<Json> =>
  (await call(emulator, 'GET', path)).inventories[0];
const work = async (emulator: EmulatorProcess): Promise<Json[]> =>
  (await control(emulator, 'GET', '/tasks')).inventories.filter(
    ({ jobUuid }: Json) => jobUuid !== null,
  );
/** The long job once it is in this state. */
const inState = (emulator: EmulatorProcess, uuid: string, state: string): Promise<Json> =>
  eventually(async () => {
    const job = await find(emulator, `/longjobs/${uuid}`);
    return job.state === state ? job : undefined;
  });

const byHand = { EMULATOR_PROGRESSION: 'manual' };

test.each(Object.keys(JOB_DATA) as JobName[])(
  '%s has failed after a kill in its middle, left nothing behind, and runs again',
  async (jobName) => {
    const folder = await seededDirectory();
    const first = await EmulatorProcess.start(folder, byHand);
    const { uuid, apiId } = await submit(first, jobName);
    await eventually(async () => ((await work(first)).length > 0 ? true : undefined));
    await first.end('SIGKILL');
    expect(inspected(folder).laws).toEqual({});
    const second = await EmulatorProcess.start(folder, byHand);
    const failed = await find(second, `/longjobs/${uuid}`);
    expect(failed).toMatchObject({ state: 'Failed' });
    expect(JSON.parse(failed.jobResult)).toMatchObject({
      detail: 'Failed because management node restarted.',
    });
    expect(await work(second)).toEqual([]);
    expect(await find(second, `/task-progresses/${apiId}`)).toMatchObject({ content: '0' });
    await second.end('SIGKILL');
    expect(inspected(folder)).toEqual({ laws: {}, images: 0, refs: 0 });

    const third = await EmulatorProcess.start(folder);
    await call(third, 'PUT', `/longjobs/${uuid}/actions`, { rerunLongJob: {} });
    const done = await inState(third, uuid, 'Succeeded');
    expect(JSON.parse(done.jobResult)).toMatchObject({ success: true });
    await third.end('SIGTERM');
    const made = jobName === 'APIExportImageFromBackupStorageMsg' ? 0 : 1;
    expect(inspected(folder)).toEqual({ laws: {}, images: made, refs: made });
  },
);

test('a job that was being done when the process ended as it was told has failed, too', async () => {
  const folder = await seededDirectory();
  const first = await EmulatorProcess.start(folder, byHand);
  const { uuid } = await submit(first, 'APICreateRootVolumeTemplateFromRootVolumeMsg');
  await eventually(async () => ((await work(first)).length > 0 ? true : undefined));
  await first.end('SIGTERM');
  expect(inspected(folder)).toEqual({ laws: {}, images: 1, refs: 1 });
  const second = await EmulatorProcess.start(folder, byHand);
  expect(await find(second, `/longjobs/${uuid}`)).toMatchObject({ state: 'Failed' });
  const again = await fetch(`${second.url}/v1/longjobs/${uuid}/actions`, {
    method: 'PUT',
    headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
    body: JSON.stringify({ cancelLongJob: {} }),
  });
  expect(((await again.json()) as Json).error.details).toBe('cannot cancel longjob that is failed');
  await second.end('SIGTERM');
  expect(inspected(folder)).toEqual({ laws: {}, images: 0, refs: 0 });
});

test('a job whose time was up while the process was down has failed at the start', async () => {
  const folder = await seededDirectory();
  const first = await EmulatorProcess.start(folder, byHand);
  await first.stopClock();
  const { uuid } = await submit(first, 'APIAddImageMsg', {}, { 'X-API-Timeout': '1' });
  await first.end('SIGKILL');
  pass(folder, 1_100);
  const second = await EmulatorProcess.start(folder, byHand);
  expect(await find(second, `/longjobs/${uuid}`)).toMatchObject({ state: 'Failed' });
  await second.end('SIGTERM');
  expect(inspected(folder)).toEqual({ laws: {}, images: 0, refs: 0 });
});

test('an upload stays suspended over a kill, is resumed and finished', async () => {
  const folder = await seededDirectory();
  const first = await EmulatorProcess.start(folder);
  await first.stopClock();
  const idle = '/global-configurations/image/upload.max.idle.duration.in.seconds/actions';
  await call(first, 'PUT', idle, { updateGlobalConfig: { value: '1' } });
  const { uuid } = await submit(first, 'APIAddImageMsg', {
    resourceUuid: IMAGE,
    url: `upload://${IMAGE}/image`,
    format: 'raw',
  });
  const addressIn = async (emulator: EmulatorProcess): Promise<string> => {
    // The work begins once the submit is answered.
    const { backupStorageRefs } = await eventually(() => find(emulator, `/images/${IMAGE}`));
    const { pathname } = new URL(backupStorageRefs[0].installPath);
    return `${new URL(emulator.url).origin}${pathname}`;
  };
  const send = async (emulator: EmulatorProcess, slice: number) =>
    upload(await addressIn(emulator), {
      bytes: Buffer.alloc(KIB, slice),
      headers: {
        'X-IMAGE-UUID': IMAGE,
        'X-IMAGE-SIZE': 2 * KIB,
        'X-SLICE-SIZE': KIB,
        'X-SLICE-OFFSET': slice * KIB,
      },
    });
  expect(await send(first, 0)).toMatchObject({ status: 200 });
  await first.advance('1m');
  await inState(first, uuid, 'Suspended');
  await first.end('SIGKILL');
  expect(inspected(folder).laws).toEqual({});

  const second = await EmulatorProcess.start(folder);
  expect(await find(second, `/longjobs/${uuid}`)).toMatchObject({ state: 'Suspended' });
  await call(second, 'PUT', idle, { updateGlobalConfig: { value: '30' } });
  await call(second, 'PUT', `/longjobs/${uuid}/actions`, { resumeLongJob: {} });
  await second.end('SIGKILL');
  const third = await EmulatorProcess.start(folder);
  expect(await find(third, `/longjobs/${uuid}`)).toMatchObject({ state: 'Running' });
  expect(await send(third, 1)).toMatchObject({ status: 200 });
  await inState(third, uuid, 'Succeeded');
  expect(await find(third, `/images/${IMAGE}`)).toMatchObject({
    status: 'Ready',
    actualSize: 2 * KIB,
  });
  await third.end('SIGTERM');
  expect(inspected(folder)).toEqual({ laws: {}, images: 1, refs: 1 });
});
