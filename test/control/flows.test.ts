import { SEED, TestEmulator, type Json } from '../support/emulator';

const flows = async (emulator: TestEmulator): Promise<Json[]> =>
  (await emulator.control('GET', '/flows')).body.inventories;

test('the steps of all flows are the points at which rules act', async () => {
  const emulator = await TestEmulator.start();
  const points = (await emulator.control('GET', '/faults/points')).body.inventories;
  const steps = (await flows(emulator)).flatMap(({ steps: all }) => all);
  const told = steps.filter(({ isErrand }: Json) => !isErrand);
  expect(
    told.map(({ point, takesBytes }: Json) => JSON.stringify({ point, takesBytes })).toSorted(),
  ).toEqual(points.map((point: Json) => JSON.stringify(point)).toSorted());
  expect(steps.filter(({ isErrand, point }: Json) => isErrand !== (point === null))).toEqual([]);
});

test('a flow has its operations and its steps in order, with what is done outside', async () => {
  const emulator = await TestEmulator.start();
  const all = await flows(emulator);
  const root = all.find(({ name }) => name === 'create-root-volume-template');
  expect(root.operations).toEqual(['CreateRootVolumeTemplateFromRootVolume']);
  expect(root.steps.map(({ name }: Json) => name)).toEqual([
    'get-volume-actual-size',
    'create-image-in-database',
    'select-backup-storage',
    'start-creating-template',
    'copy-system-tag-to-image',
    'sync-image-size',
  ]);
  const add = all.find(({ name }) => name === 'add-image');
  const errands = add.steps.filter(({ isErrand }: Json) => isErrand).map(({ name }: Json) => name);
  expect(errands).toEqual(expect.arrayContaining(['ask-length', 'fetch']));
  expect(all.flatMap(({ operations }) => operations).length).toBeGreaterThan(100);
});

test('the steps that a job goes through come in the order in which they are told', async () => {
  const emulator = await TestEmulator.start();
  await emulator.createTemplate(SEED.volumes.stoppedWindows, { name: 'x' });
  const { inventories } = (await emulator.control('GET', '/events')).body;
  const [, order] = (await flows(emulator)).flatMap(({ name, steps }) =>
    name === 'create-root-volume-template' ? [name, steps.map((step: Json) => step.point)] : [],
  );
  const gone = inventories
    .filter(({ causeKind, cause }: Json) => causeKind === 'step' && order.includes(cause))
    .map(({ cause }: Json) => order.indexOf(cause));
  expect(gone.length).toBeGreaterThan(1);
  expect(gone).toEqual(gone.toSorted((a: number, b: number) => a - b));
});

test('every flow of several steps, and the steps during which bytes are on their way', async () => {
  const emulator = await TestEmulator.start();
  const told = (await flows(emulator))
    .filter(({ steps }) => steps.length > 1)
    .map(({ name, steps }) => {
      const ofStep = (step: Json) =>
        `${step.name}${step.isErrand ? ' (errand)' : ''}${step.takesBytes ? ' (bytes)' : ''}`;
      return `${name}: ${steps.map(ofStep).join(', ')}`;
    });
  expect(told).toEqual([
    'add-image: create-image (bytes), start-download (bytes), ask-length (errand), take-room (bytes), fetch (errand), finish-download (bytes)',
    'calculate-image-hash: look-at-image, calculate (errand), keep-sum',
    'change-host-state: change, leave',
    'change-vm-image: allocate-volume, download-image, instantiate-volume, overwrite-root-volume',
    'copy-image-between-image-stores: create-image-in-database (bytes), copy-image (bytes)',
    'create-data-volume-template: create-image-in-database (bytes), select-backup-storage (bytes), create-data-volume-template-from-volume (bytes)',
    'create-image-group-from-snapshot: prepare-db, snapshot-create-image-in-database (bytes), snapshot-create-temporary-template (bytes), snapshot-upload-template (bytes), create-image-group-ref-in-database',
    'create-image-group-from-vm-instance: prepare-db, root-volume-get-volume-actual-size, root-volume-create-image-in-database, root-volume-select-backup-storage, root-volume-start-creating-template (bytes), root-volume-copy-system-tag-to-image, root-volume-sync-image-size, data-volume-create-image-in-database, data-volume-select-backup-storage, data-volume-create-data-volume-template-from-volume (bytes), create-image-group-ref-in-database',
    'create-root-volume-template: get-volume-actual-size (bytes), create-image-in-database (bytes), select-backup-storage (bytes), start-creating-template (bytes), copy-system-tag-to-image, sync-image-size',
    'create-template-from-snapshot: create-image-in-database (bytes), create-temporary-template (bytes), upload-template (bytes)',
    'create-template-from-volume-backup: create-image-in-database (bytes), commit-volume-template (bytes)',
    'create-vm-instance: create-volumes, start-vm',
    'create-vm-instance-from-ovf: add-images (bytes), start-download (bytes), ask-length (errand), take-room (bytes), fetch (errand), finish-download (bytes), wait-for-images, create-volumes, start-vm',
    'create-volume-backup: create-volume-backup-in-db (bytes), upload-volume-backup (bytes)',
    'create-volume-snapshot: create-snapshot, finish-snapshot',
    'create-volume-snapshot-group: check-operation-on-primary-storage, take-snapshots, create-snapshot-group',
    'create-volumes-snapshot: take-snapshots, finish-snapshots',
    'delete-image: delete, delete-bits',
    'delete-volume-snapshot-group: check-operation-on-primary-storage, delete-volume-snapshot',
    'export-image: find-image (bytes), export (bytes)',
    'export-vm-ova-package: create-image-package (bytes), export-volumes (bytes), sum-files (errand), make-ova-package (bytes)',
    'expunge-image: choose-refs, delete-bits',
    'expunge-image-group: choose-images, delete-images-from-image-group, database-clean',
    'flatten-vm-instance: look-at-volumes, next-volume, flatten',
    'flatten-volume: look-at-volume, flatten',
    'migrate-image: allocate-destination (bytes), copy-image (bytes)',
    'migrate-local-volume: mark, copy-bits',
    'migrate-vm: migrate, arrive',
    'migrate-volume: allocate-destination, copy-volume',
    'pause-vm-instance: pause, paused',
    'reboot-vm-instance: reboot, rebooted',
    'reconnect-backup-storage: connect, hear',
    'reconnect-host: connect, hear',
    'reconnect-primary-storage: connect, hear',
    'reset-root-volume-from-image: check-template-available, allocate-primary-storage, mark-root-volume-as-snapshot-on-primary-storage, reset-root-volume-from-image-on-primary-storage, sync-volume-size-after-reimage',
    'resume-vm-instance: resume, resumed',
    'revert-vm-from-snapshot-group: check-operation-on-primary-storage, revert-volume-from-volume-snapshot',
    'revert-volume-from-volume-backup: download-volume-backup, switch-volume',
    'set-boot-volume: check-operation-allowed, change-new-root-volume-type, change-origin-root-volume-type, set-boot-volume-in-db',
    'start-vm-instance: start, started',
    'stop-vm-instance: stop, stopped',
    'sync-capacity-of-primary-storage: sync-physical-capacity, recalculate-primary-storage-capacity',
    'undo-snapshot-creation: undo-snapshot-creation-on-primary-storage, update-db-install-path',
  ]);
});
