import { ADMIN_SESSION, SEED, type Json, type TestEmulator } from './emulator';

const { imageStore } = SEED.backupStorages;

/** Data for each API that can be a long job, all of it on the ImageStore. */
export const JOB_DATA = {
  APIAddImageMsg: {
    name: 'made',
    url: 'http://192.168.1.20/share/images/made.qcow2',
    format: 'qcow2',
    backupStorageUuids: [imageStore],
  },
  APICreateRootVolumeTemplateFromRootVolumeMsg: {
    name: 'made',
    rootVolumeUuid: SEED.volumes.stoppedWindows,
    backupStorageUuids: [imageStore],
  },
  APICreateDataVolumeTemplateFromVolumeMsg: {
    name: 'made',
    volumeUuid: SEED.volumes.data,
    backupStorageUuids: [imageStore],
  },
  APIExportImageFromBackupStorageMsg: {
    imageUuid: SEED.images.linux,
    backupStorageUuid: imageStore,
  },
} as const;
export type JobName = keyof typeof JOB_DATA;

/** The body of SubmitLongJob. */
export const submission = (jobName: string, jobData: object, more: object = {}) => ({
  params: { jobName, jobData: JSON.stringify(jobData), ...more },
});

/** Submits a long job that must be accepted, and lets it begin; answers the inventory of the submit. */
export async function submit(
  emulator: TestEmulator,
  jobName: JobName,
  changes: object = {},
  more: object = {},
  session = ADMIN_SESSION,
): Promise<Json> {
  const body = submission(jobName, { ...JOB_DATA[jobName], ...changes }, more);
  const answer = await emulator.call('POST', '/longjobs', body, session);
  if (answer.status !== 200) throw new Error(`not accepted: ${answer.text}`);
  // The work begins once the answer is out.
  await work(emulator);
  return answer.body.inventory;
}

/** The long job as it is now. */
export const longJob = (emulator: TestEmulator, uuid: string): Promise<Json> =>
  emulator.find(`/longjobs/${uuid}`);

/** Path and body of an action on a long job. */
export const action = (uuid: string, name: string, params: object = {}) =>
  ['PUT', `/longjobs/${uuid}/actions`, { [name]: params }] as const;

/** Tasks behind jobs, long or not, that wait. */
export async function work(emulator: TestEmulator): Promise<Json[]> {
  const { inventories } = (await emulator.control('GET', '/tasks')).body;
  return inventories.filter(({ jobUuid }: Json) => jobUuid !== null);
}

/** Sets how slow work goes on. */
export const pace = (emulator: TestEmulator, mode: 'immediate' | 'timed' | 'manual') =>
  emulator.control('PUT', '/progression', { mode });

/** The world without its long jobs and fault rules' counts: what a job made and undid must not show here. */
export function worldWithoutLongJobs(emulator: TestEmulator): object {
  const {
    long_jobs: _jobs,
    faults: _faults,
    account_resource_refs: refs,
    ...rest
  } = emulator.world();
  const others = (refs as Json[]).filter((ref) => ref.resource_type !== 'LongJobVO');
  return { ...rest, account_resource_refs: others };
}
