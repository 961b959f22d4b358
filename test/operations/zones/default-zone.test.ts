import { SEED, TestEmulator, type Json } from '../../support/emulator';

/* One zone at most is the default, whichever call made it so. */

test('a zone that becomes the default is the only one, and the others stay as they are', async () => {
  const emulator = await TestEmulator.start();
  const defaults = async (): Promise<string[]> => {
    const { body } = await emulator.call('GET', '/zones?sort=%2Bname');
    return body.inventories.map(({ name, isDefault }: Json) => `${name} ${isDefault}`);
  };
  const make = (name: string, more: object) =>
    emulator.make('POST', '/zones', { params: { name, ...more } });
  const change = (uuid: string, updateZone: object) =>
    emulator.make('PUT', `/zones/${uuid}/actions`, { updateZone });
  expect(await defaults()).toEqual(['zone-1 true']);
  const second = await make('zone-2', {});
  await make('zone-3', { isDefault: false });
  expect(await defaults()).toEqual(['zone-1 true', 'zone-2 false', 'zone-3 false']);
  const fourth = await make('zone-4', { isDefault: true });
  expect([fourth.isDefault, await defaults()]).toEqual([
    true,
    ['zone-1 false', 'zone-2 false', 'zone-3 false', 'zone-4 true'],
  ]);
  for (let times = 0; times < 2; times++) {
    expect(await change(second.uuid, { isDefault: true })).toMatchObject({ isDefault: true });
    expect(await defaults()).toEqual([
      'zone-1 false',
      'zone-2 true',
      'zone-3 false',
      'zone-4 false',
    ]);
  }
  await change(SEED.zone, { description: 'other', isDefault: false });
  await change(second.uuid, { description: 'second' });
  expect(await defaults()).toContain('zone-2 true');
  await change(second.uuid, { isDefault: false });
  expect(await defaults()).toEqual([
    'zone-1 false',
    'zone-2 false',
    'zone-3 false',
    'zone-4 false',
  ]);
  expect(await emulator.find(`/zones/${second.uuid}`)).toMatchObject({ description: 'second' });
});
