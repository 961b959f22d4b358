import { allOperations } from '../../src/api/operations';
import { answerClassOf } from '../../src/contract/messages';
import { readReservedOperations } from '../../src/contract/reserved-operations';
import { isAnsweredAtOnce, messageClassOf } from '../../src/domain/message-class';
import { ADMIN_SESSION, TestEmulator, type Json } from '../support/emulator';
import { post, resultOf, send } from '../support/messages';
import messages from '../contract/messages.json';

/** Class of the message, class of the answer, kind: read from the real system. */
const REAL = new Map(Object.entries(messages.operations));
/** Their modules are closed: their names are those of the SDKs, their packages those of their inventories. */
const CLOSED = new Set([
  'AddImageStoreBackupStorage',
  'UpdateImageStoreBackupStorage',
  'SetImageSecurityLevel',
  // Of later releases of the open source.
  'CloneImage',
  'CreateImageGroupFromImage',
  'CreateImageGroupFromSnapshot',
  'CreateImageGroupFromVmInstance',
  'ExpungeImageGroup',
  'QueryImageGroup',
  'QueryImageGroupRef',
  'CreateVolumeBackup',
  'QueryVolumeBackup',
  'DeleteVolumeBackup',
  'RevertVolumeFromVolumeBackup',
  'SyncVolumeBackup',
  'CreateRootVolumeTemplateFromVolumeBackup',
  'CreateDataVolumeTemplateFromVolumeBackup',
  'ExportVmOvaPackage',
  'QueryImagePackage',
  'UpdateImagePackage',
  'DeleteImagePackage',
  'ParseOvf',
  'CreateVmInstanceFromOvf',
  'CreateVolumesSnapshot',
  'ValidateVolumeSnapshotChain',
  'SetVolumeQos',
  'GetVolumeQos',
  'DeleteVolumeQos',
  'ResizeDataVolume',
  'ResizeRootVolume',
  'ChangeVmImage',
  'GetImageCandidatesForVmToChange',
  'GetImagesFromImageStoreBackupStorage',
  'SyncImage',
  'RecoveryImageFromImageStoreBackupStorage',
  'GetBackupStorageCandidatesForImageMigration',
  'SetImageStoreBackupStorageQuota',
  'CreateImageReplicationGroup',
  'QueryImageReplicationGroup',
  'DeleteImageReplicationGroup',
  'AddBackupStoragesToReplicationGroup',
  'PrimaryStorageMigrateVolume',
  'GetPrimaryStorageCandidatesForVolumeMigration',
  'AttachGuestToolsIsoToVm',
  'GetVmGuestToolsInfo',
]);
/** What answers everybody. */
const OPEN = new Set([
  'LogOut',
  'ValidateSession',
  'GetVersion',
  'GetCurrentTime',
  'GetManagementNodeArch',
  'GetManagementNodeOS',
  'GetSupportAPIs',
  'GetSupportedIdentityModels',
  'IsOpensourceVersion',
  'IsReadyToGo',
]);
const REFUSED = expect.stringMatching(/^(ID\.100[01]|SYS\.1003|SYS\.1007)$/);
const NOBODY = '0123456789ab4def8123456789abcdef';

test('the table of messages says of each what the real system says', () => {
  for (const [operation, [message, answer, kind]] of REAL) {
    expect([operation, messageClassOf(operation)]).toEqual([operation, message]);
    expect([operation, answerClassOf(operation)]).toEqual([operation, answer]);
    expect([operation, isAnsweredAtOnce(operation)]).toEqual([operation, kind !== 'async']);
  }
});

test('every operation has a message of its kind, whose fields are all that its address says', () => {
  for (const { name, kind, paths, params } of allOperations()) {
    const isAsync = REAL.get(name)?.[2] === 'async' || (CLOSED.has(name) && kind === 'async');
    expect([name, isAsync, REAL.has(name)]).toEqual([name, kind === 'async', !CLOSED.has(name)]);
    expect(messageClassOf(name)).toMatch(/^org\.zstack\..*\.API\w+Msg$/);
    expect([name, isAnsweredAtOnce(name)]).toEqual([name, kind !== 'async']);
    if (kind === 'query') continue;
    const variables = paths.flatMap((path) => [...path.matchAll(/\{(\w+)\}/g)].map(([, v]) => v));
    expect(Object.keys(params)).toEqual(expect.arrayContaining(variables));
  }
});

test('every operation answers its message with its class, and does nothing for a session that is none', async () => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  for (const { name, kind, paths } of allOperations()) {
    // Every parameter of the address, and nothing else.
    const path = String(paths.at(-1));
    const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, variable]) => [variable, NOBODY]);
    const given = kind === 'query' ? { conditions: [] } : Object.fromEntries(variables);
    for (const session of [null, NOBODY]) {
      const first = await send(emulator, name, given, { session });
      const { state, uuid } = first.response;
      expect([name, state]).toEqual([name, kind === 'async' ? 'Processing' : 'Done']);
      const last = state === 'Processing' ? await resultOf(emulator, uuid) : first;
      expect(last.response.state).toBe('Done');
      expect(last.className).toBe(answerClassOf(name));
      const { success, error } = last.fields;
      const code = OPEN.has(name) ? undefined : REFUSED;
      expect([name, success, error?.code]).toEqual([name, OPEN.has(name), code]);
    }
  }
  expect(emulator.world()).toEqual(before);
});

test('what is not emulated is told by its name, behind the session', async () => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  const ours = new Set(allOperations().map(({ name }) => name));
  const missing = [...REAL.keys()].filter((name) => !ours.has(name));
  expect(missing.length).toBeGreaterThan(100);
  for (const name of missing) {
    const { fields, className, response } = await send(emulator, name);
    expect(response.state).toBe('Done');
    expect(className).toBe(answerClassOf(name));
    expect(fields).toMatchObject({
      success: false,
      error: {
        code: 'SYS.1014',
        details: `${name} is an API of ZStack that this emulator does not emulate`,
      },
    });
  }
  const { fields } = await send(emulator, 'QueryLoadBalancer', {}, { session: NOBODY });
  expect(fields.error.code).toBe('ID.1001');
  expect(emulator.world()).toEqual(before);
});

test('of closed modules the last name of a class is enough', async () => {
  const emulator = await TestEmulator.start();
  const open = new Set(REAL.keys());
  const closed = readReservedOperations().filter(({ name }) => !open.has(name));
  expect(closed.length).toBeGreaterThan(1000);
  for (const { name } of closed.slice(0, 20)) {
    const className = `org.zstack.closed.module.API${name}Msg`;
    const body = JSON.stringify({ [className]: { session: { uuid: ADMIN_SESSION } } });
    const answer: Json = await (await post(emulator, body)).json();
    const [[answerClass, fields] = []] = Object.entries<{ error: { details: string } }>(
      JSON.parse(answer.result),
    );
    expect(answerClass).toMatch(
      new RegExp(`^org\\.zstack\\.closed\\.module\\.API${name}(Reply|Event)$`),
    );
    expect(fields?.error.details).toContain(name);
  }
});
