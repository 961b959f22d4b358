import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATIONS } from '../../src/api/operations';
import { HOST_OPERATIONS } from '../../src/control/environments';
import { CONTROL_OPERATIONS } from '../../src/control/operations';
import { describeApi } from '../../src/app/describe-api';
import { ROOT, TestEmulator } from '../support/emulator';
import wider from '../../contract/facts/wider-operations.json';
import catalog from './catalog.json';
import cloud from './catalog-cloud.json';

interface CatalogParam {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly maxLength?: number;
  readonly validValues?: readonly string[];
  readonly nonempty?: boolean;
  readonly resourceType?: string;
  readonly checkAccount?: boolean;
  readonly emptyString?: boolean;
  readonly numberRange?: readonly number[];
}

/** Operations of the catalog that are not emulated yet: each answers SYS.1014. */
const MISSING: readonly string[] = [];

/** Operations of closed modules: the catalog does not have them, the SDKs do. */
const CLOSED = [
  'AddImageStoreBackupStorage',
  'ChangeAccessKeyState',
  'CreateAccessKey',
  'DeleteAccessKey',
  'QueryAccessKey',
  'QueryImageStoreBackupStorage',
  'ReconnectImageStoreBackupStorage',
  'GetImageQga',
  'SetImageQga',
  'CreateTag',
  'CreateVolumeBackup',
  'QueryVolumeBackup',
  'DeleteVolumeBackup',
  'RevertVolumeFromVolumeBackup',
  'SyncVolumeBackup',
  'CreateRootVolumeTemplateFromVolumeBackup',
  'CreateDataVolumeTemplateFromVolumeBackup',
  'CreateVolumesSnapshot',
  'ValidateVolumeSnapshotChain',
  'QueryTag',
  'UpdateTag',
  'AttachTagToResources',
  'DetachTagFromResources',
  'SetVolumeQos',
  'GetVolumeQos',
  'DeleteVolumeQos',
  'ResizeDataVolume',
  'ResizeRootVolume',
  'UpdateImageStoreBackupStorage',
  'AttachGuestToolsIsoToVm',
  'GetVmGuestToolsInfo',
];

/** Where a declaration differs from the real system's, and why. */
const REVIEWED: Readonly<Record<string, string>> = {
  'CreateRootVolumeTemplateFromRootVolume.virtio': 'the published page says list: both are taken',
  'AttachIsoToVmInstance.cdRomUuid': 'not in the catalog, but sent by the SDKs',
  'UpdateQuota.value': 'the largest long is no exact number here',
  'CreateVmInstance.reservedMemorySize': 'the largest long is no exact number here',
  'UpdateVmInstance.reservedMemorySize': 'the largest long is no exact number here',
  'UpdateVmInstance.memorySize': 'the largest long is no exact number here',
  'CreateZone.name': 'the catalog has the pattern cut off',
  'CreateZone.type': 'not in the catalog, but in the open source, and sent by the SDKs',
  'UpdateZone.name': 'the catalog has the pattern cut off',
  'DeleteDataVolume.uuid':
    'checked for its account too: the real system checks the owner elsewhere',
  'DeleteVolumeSnapshot.uuid': 'checked for its account too: as above',
  'DeleteVolumeSnapshot.direction': 'of releases after the catalog’s',
  'DeleteVolumeSnapshot.scope': 'of releases after the catalog’s',
  'SetBackupStorageAgent.reachable': 'our own',
};
/** The catalog lists the fields of CreateVmInstance's nested DiskAO among its own, from here to there. */
const NESTED = { from: 'boot', to: 'diskAOs' };
/** Success keys that are declared by the real system and not answered, and why. */
const REVIEWED_RETURNS: Readonly<Record<string, string>> = {
  CreateRootVolumeTemplateFromVolumeSnapshot: 'the real system never fills `failures`',
  CreateDataVolumeTemplateFromVolumeSnapshot: 'the real system never fills `failures`',
  GetUploadImageJobDetails: 'the other keys stand inside existingJobDetails',
};

/** What is known of the real system's operations. */
const CATALOG = [...catalog.operations, ...cloud.operations];
const declared = new Map(OPERATIONS.map((operation) => [operation.name, operation]));

test('every operation of the catalog is emulated or known to be missing; others have their facts', () => {
  const inCatalog = CATALOG.map(({ name }) => name);
  expect(inCatalog.filter((name) => !declared.has(name)).toSorted()).toEqual(MISSING.toSorted());
  const others = [...declared.keys()].filter(
    (name) => !inCatalog.includes(name) && !(name in wider.operations),
  );
  expect(others.toSorted()).toEqual(CLOSED.toSorted());
});

test.each(
  CATALOG.filter(({ name }) => declared.has(name)).map(
    (operation) => [operation.name, operation] as const,
  ),
)('%s is declared as the real system declares it', (name, real) => {
  const operation = declared.get(name);
  if (!operation) throw new Error('not declared');
  expect({
    method: operation.method,
    paths: operation.paths,
    bodyKey: operation.bodyKey ?? null,
    auth: operation.auth,
  }).toEqual({
    method: real.method,
    paths: real.paths,
    bodyKey: 'bodyKey' in real ? real.bodyKey : null,
    auth: real.auth,
  });
  const all = real.params as CatalogParam[];
  const at = (param: string) => all.findIndex((one) => one.name === param);
  const params =
    name === 'CreateVmInstance'
      ? [...all.slice(0, at(NESTED.from)), ...all.slice(at(NESTED.to))]
      : all;
  const reviewed = (param: string) => `${name}.${param}` in REVIEWED;
  const ours = Object.keys(operation.params).filter((param) => !reviewed(param));
  const theirs = new Set(params.map((param) => param.name).filter((param) => !reviewed(param)));
  expect(ours.toSorted()).toEqual([...theirs].toSorted());
  for (const param of params) {
    if (reviewed(param.name)) continue;
    const given = operation.params[param.name];
    // A choice that the real system never checks is not checked at that place here either.
    const isUnchecked = param.name === 'deleteMode';
    expect([param.name, given?.type, given?.rules]).toMatchObject([
      param.name,
      param.type,
      {
        ...(param.required ? { required: true } : {}),
        ...(param.maxLength ? { maxLength: param.maxLength } : {}),
        ...(param.validValues && !isUnchecked ? { validValues: param.validValues } : {}),
        ...(param.nonempty ? { nonempty: true } : {}),
        ...(param.emptyString === false ? { emptyString: false } : {}),
        ...(param.numberRange ? { numberRange: param.numberRange } : {}),
        ...(param.resourceType ? { resourceType: param.resourceType } : {}),
        ...(param.checkAccount ? { checkAccount: true } : {}),
      },
    ]);
    expect([param.name, given?.rules.required ?? false]).toEqual([param.name, param.required]);
  }
  if (name in REVIEWED_RETURNS) return;
  const keys = [real.returns].flat().filter((key) => key !== null);
  const expected = keys.map((key) => String(key.split('=')[0]));
  expect(Object.keys(operation.returns).toSorted()).toEqual(expected.toSorted());
});

test('the OpenAPI document is served, committed, and refers to nothing that is not there', async () => {
  const emulator = await TestEmulator.start();
  const served = await emulator.anonymous.get('/openapi.json');
  const committed: unknown = JSON.parse(
    readFileSync(join(ROOT, 'openapi', 'openapi.json'), 'utf8'),
  );
  expect(served.body).toEqual(committed);
  expect(served.body).toEqual(JSON.parse(JSON.stringify(await describeApi())));

  const references = [...served.text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, at]) => String(at));
  expect(references.length).toBeGreaterThan(10);
  for (const reference of references) {
    const found = reference
      .split('/')
      .reduce<unknown>(
        (at, key) => (at as Record<string, unknown> | undefined)?.[key],
        served.body,
      );
    expect([reference, found]).toEqual([reference, expect.anything()]);
  }
  const names = [...served.text.matchAll(/"(?:operationId|title)":"(\w+)"/g)].map(
    ([, name]) => name,
  );
  for (const { name } of [...OPERATIONS, ...CONTROL_OPERATIONS, ...HOST_OPERATIONS]) {
    expect(names).toContain(name);
  }
});

test('the documentation is served from here, without another host', async () => {
  const emulator = await TestEmulator.start();
  const page = await emulator.anonymous.get('/docs').redirects(1);
  expect([page.status, page.text]).toEqual([200, expect.stringContaining('swagger-ui')]);
  const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, at]) => String(at));
  for (const source of sources) {
    expect(source).not.toMatch(/^(https?:)?\/\//);
    const file = await emulator.anonymous.get(new URL(source, 'http://x/docs/index.html').pathname);
    expect([source, file.status]).toEqual([source, 200]);
  }
  const start = await emulator.anonymous.get('/docs/swagger-initializer.js');
  expect(start.text).toContain("url: '/openapi.json'");
  expect(start.text).not.toMatch(/https?:\/\//);
  expect(existsSync(join(ROOT, 'LICENSE'))).toBe(true);
});
