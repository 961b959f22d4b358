import { allOperations } from '../../src/api/operations';
import { SEED, TestEmulator, type Json } from '../support/emulator';
import { done } from '../support/messages';

/*
 * Whoever asks for a change, and says none, changes nothing: not the date of the last change either. (Hibernate writes
 * no row of which no field differs.)
 */

const OPERATIONS = allOperations();

/** Operations that change what they are told and need nothing else than what it is of. */
const UPDATES = OPERATIONS.filter(({ name, params }) => {
  const required = Object.entries(params).filter(([, { rules }]) => rules.required);
  return name.startsWith('Update') && required.length === 1 && required[0]?.[0] === 'uuid';
}).map(({ name, params }) => [name, String(params['uuid']?.rules.resourceType)] as const);

const { runningLinux, spareData } = SEED.volumes;
const { imageStore } = SEED.backupStorages;

/** Of kinds that the default seed has none of: how one is made. */
const MADE_BY: Readonly<Record<string, readonly [operation: string, fields: object]>> = {
  ImagePackage: [
    'ExportVmOvaPackage',
    { vmUuid: SEED.vms.stoppedWindows, backupStorageUuid: imageStore },
  ],
  LongJob: [
    'SubmitLongJob',
    {
      jobName: 'APICreateRootVolumeTemplateFromRootVolumeMsg',
      jobData: JSON.stringify({
        rootVolumeUuid: runningLinux,
        name: 'i',
        backupStorageUuids: [imageStore],
      }),
    },
  ],
  SecurityGroup: ['CreateSecurityGroup', { name: 'g' }],
  SshKeyPair: ['GenerateSshKeyPair', { name: 'k' }],
  TagPattern: ['CreateTag', { name: 't', value: 't', color: '#ffffff', type: 'simple' }],
  UserGroup: ['CreateUserGroup', { name: 'g' }],
  VolumeSnapshot: ['CreateVolumeSnapshot', { volumeUuid: spareData, name: 's' }],
  VolumeSnapshotGroup: ['CreateVolumeSnapshotGroup', { rootVolumeUuid: runningLinux, name: 'g' }],
  Webhook: ['CreateWebhook', { name: 'w', url: 'http://10.0.0.1/x', type: 'CanonicalEvent' }],
};
/** What those are asked for by whose query is called otherwise. */
const ASKED_BY: Readonly<Record<string, string>> = { TagPattern: 'QueryTag' };

async function oneOf(emulator: TestEmulator, type: string): Promise<string> {
  const make = MADE_BY[type];
  if (make) {
    const { success, error } = await done(emulator, ...make);
    if (!success) throw new Error(error.details);
  }
  const query = ASKED_BY[type] ?? `Query${type}`;
  return (await done(emulator, query, { conditions: [] })).inventories.at(-1).uuid;
}

test.each(UPDATES)('%s without a change changes nothing', async (name, type) => {
  const emulator = await TestEmulator.start();
  const uuid = await oneOf(emulator, type);
  emulator.advance(60_000);
  const before = emulator.world();
  const answer: Json = await done(emulator, name, { uuid });
  expect([answer.success, answer.error?.details]).toEqual([true, undefined]);
  expect(emulator.world()).toEqual(before);
});
