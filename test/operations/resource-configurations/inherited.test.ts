import { SEED, TestEmulator, type Json } from '../../support/emulator';

const { volumes, vms, hosts, clusters, primaryStorages, zone } = SEED;

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

const set = (entry: string, uuid: string, value: string) =>
  emulator.make('PUT', `/resource-configurations/${entry}/${uuid}/actions`, {
    updateResourceConfig: { value },
  });
const read = async (entry: string, uuid: string): Promise<[string, string[]]> => {
  const { body } = await emulator.call('GET', `/resource-configurations/${uuid}/${entry}`);
  return [body.value, body.effectiveConfigs.map((one: Json) => one.resourceUuid)];
};

/** An entry with values of its own, and what a resource has it of: itself first, then what it is part of. */
test.each<[string, string, string, readonly string[]]>([
  ['volume/physical.block.size', '512', '0', [volumes.runningLinux, primaryStorages.local]],
  ['kvm/vm.cacheMode', 'writeback', 'none', [volumes.runningLinux, vms.runningLinux]],
  ['kvm/memory.auto.balloon', 'true', 'false', [vms.runningLinux, hosts.linux, clusters.used]],
  ['vm/numa', 'true', 'false', [vms.runningLinux, clusters.used]],
  ['kvm/reconnect.host.restart.libvirtd.service', 'true', 'false', [hosts.linux, clusters.used]],
  ['kvm/reservedMemory', '3G', '1G', [hosts.linux, clusters.used, zone]],
  ['host/cpu.overProvisioning.ratio', '3', '10', [clusters.used, zone]],
  ['host/cpu.overProvisioning.ratio', '3', '10', [zone]],
])(
  '%s holds as %s, not %s, for the first of %j and what it is part of',
  async (entry, value, usual, of) => {
    const [resource = '', ...rest] = of;
    expect(await read(entry, resource)).toEqual([usual, []]);
    const known: string[] = [];
    for (const uuid of [...rest.toReversed(), resource]) {
      await set(entry, uuid, value);
      known.push(uuid);
      const wanted = of.filter((one) => known.includes(one));
      expect(await read(entry, resource)).toEqual([value, wanted]);
    }
  },
);

test.each([
  ['kvm/memory.auto.balloon', hosts.linux, vms.runningArmOnCeph],
  ['kvm/vm.cacheMode', vms.runningLinux, volumes.spareData],
  ['volume/physical.block.size', primaryStorages.local, volumes.runningArmOnCeph],
  ['volume/physical.block.size', primaryStorages.local, volumes.notInstantiated],
  ['host/cpu.overProvisioning.ratio', clusters.empty, hosts.linux],
  ['vm/numa', clusters.used, hosts.linux],
])('%s of %s is not that of %s', async (entry, of, uuid) => {
  const before = await read(entry, uuid);
  const value = { vm: 'true', host: '3', volume: '512', kvm: 'x' }[entry.split('/')[0] ?? ''] ?? '';
  await set(entry, of, value === 'x' ? (entry.includes('cache') ? 'writeback' : 'true') : value);
  expect(await read(entry, uuid)).toEqual(before);
});

test('a value that is set again keeps its record; of two resources each has its own', async () => {
  await set('vm/numa', vms.runningLinux, 'true');
  await set('vm/numa', vms.stoppedWindows, 'true');
  const before = emulator.world()['resource_configs'] as Json[];
  emulator.advance(1000);
  await set('vm/numa', vms.runningLinux, 'false');
  const later = (row: Json) =>
    row.resource_uuid === vms.runningLinux
      ? { ...row, value: 'false', last_op_date: row.last_op_date + 1000 }
      : row;
  expect(emulator.world()['resource_configs']).toEqual(before.map(later));
});

describe('an entry that says how often something is done', () => {
  const pending = (): Json[] =>
    emulator.environment.database.prepare('select * from tasks order by rowid').all();
  const deleteImage = async () => {
    await emulator.make('DELETE', `/images/${SEED.images.windows}`);
    await emulator.make('DELETE', `/volumes/${volumes.spareData}`);
  };

  test.each([
    ['image/deletionPolicy', 'Direct'],
    ['image/expungePeriod', '7000'],
    ['vm/numa', 'true'],
    ['volume/expungePeriod', '7000'],
  ])('is not %s: what waits goes on waiting', async (entry, value) => {
    await deleteImage();
    emulator.advance(1000);
    const before = pending();
    expect(before.length).toBeGreaterThan(1);
    await emulator.configure(entry, value);
    expect(pending()).toEqual(before);
  });

  test('moves what it is about, and nothing else', async () => {
    await deleteImage();
    emulator.advance(1000);
    const before = pending();
    await emulator.configure('image/expungeInterval', '60');
    const after = pending();
    const isIn = (rows: Json[]) => (row: Json) => rows.some(({ id }) => id === row.id);
    const [moved, ...others] = after.filter((row) => !isIn(before)(row));
    const [old, ...more] = before.filter((row) => !isIn(after)(row));
    expect([others, more]).toEqual([[], []]);
    expect(before.filter(isIn(after))).toEqual(after.filter(isIn(before)));
    expect(moved).toEqual({
      ...old,
      id: moved.id,
      create_date: old.create_date + 1000,
      due_date: old.create_date + 61_000,
    });
  });
});
