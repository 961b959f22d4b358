import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allOperations } from '../../src/api/operations';
import { HOST_OPERATIONS } from '../../src/control/environments';
import { CONTROL_OPERATIONS } from '../../src/control/operations';
import { describeApi } from '../../src/app/describe-api';
import { ROOT, TestEmulator } from '../support/emulator';
import wider from '../../contract/facts/wider-operations.json';
import catalog from '../../contract/facts/catalog.json';

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
  'SetImageSecurityLevel',
  // Open, and in no catalog.
  'GetMemorySnapshotGroupReference',
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
  'QueryTag',
  'UpdateTag',
  'AttachTagToResources',
  'DetachTagFromResources',
  'SetVolumeQos',
  'GetVolumeQos',
  'DeleteVolumeQos',
  'ResizeDataVolume',
  'ResizeRootVolume',
  'ChangeVmImage',
  'GetImageCandidatesForVmToChange',
  'GetImagesFromImageStoreBackupStorage',
  'SyncImageFromImageStoreBackupStorage',
  'BackupStorageMigrateImage',
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
  'ReclaimSpaceFromImageStore',
  'UpdateImageStoreBackupStorage',
  'AttachGuestToolsIsoToVm',
  'GetVmGuestToolsInfo',
];

/** What is known of the real system's operations beside what is around the image. */
const CATALOG = Object.keys(catalog.operations);
const declared = new Map(allOperations().map((operation) => [operation.name, operation]));

test('every operation of the catalog is emulated or known to be missing; others have their facts', () => {
  expect(CATALOG.filter((name) => !declared.has(name)).toSorted()).toEqual(MISSING.toSorted());
  const others = [...declared.keys()].filter(
    (name) => !CATALOG.includes(name) && !(name in wider.operations),
  );
  expect(others.toSorted()).toEqual(CLOSED.toSorted());
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
  const operations = [...served.text.matchAll(/"operationId":"(\w+)"/g)].map(([, name]) => name);
  // Of those that share an address each has an answer of its own.
  const answers = Object.keys(served.body.components.schemas).map((name) =>
    name.replace(/Answer$/, ''),
  );
  const names = [...operations, ...answers];
  for (const { name } of [
    ...allOperations(),
    ...CONTROL_OPERATIONS.values(),
    ...HOST_OPERATIONS.values(),
  ]) {
    expect(names).toContain(name);
  }
});

test.each(['on', 'off'] as const)(
  'at its address a browser finds a page whose links lead somewhere, a program JSON (page %s)',
  async (page) => {
    const emulator = await TestEmulator.start({ settings: { page } });
    const front = await emulator.anonymous.get('/').set('Accept', 'text/html,*/*;q=0.8');
    expect([front.status, front.type]).toEqual([200, 'text/html']);
    const links = [...front.text.matchAll(/href="(\/[^"]*)"/g)].map(([, at]) => String(at));
    expect(links.length).toBeGreaterThan(1);
    // The guide is made by a command of its own (test/docs/guide.test.ts).
    for (const link of links.filter((each) => each !== '/docs/guide/')) {
      const { status } = await emulator.anonymous.get(link).redirects(1);
      expect([link, status]).toEqual([link, 200]);
    }
    const json = await emulator.anonymous.get('/');
    expect(json.body).toMatchObject({ api: '/zstack/v1', documentation: '/docs' });
  },
);

test('without the page its front leads to the documents', async () => {
  const emulator = await TestEmulator.start({ settings: { page: 'off' } });
  const front = await emulator.anonymous.get('/').set('Accept', 'text/html');
  for (const link of ['/docs', '/docs/guide/', '/openapi.json']) {
    expect(front.text).toContain(`href="${link}"`);
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
