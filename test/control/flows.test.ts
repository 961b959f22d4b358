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
