import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import type { Filling } from './filling.js';
import { own } from './owning.js';
import { tag } from './tags.js';

export function fillInstanceOffering(
  filling: Filling,
  made: Made<EntryOf<'instanceOfferings'>>,
): void {
  const uuid = filling.uuidOf('instance-offering', made);
  const dates = filling.datesOf(made);
  filling.write(() =>
    filling.world.repositories.instanceOfferings.insert({
      uuid,
      name: made.name,
      description: made.description,
      cpuNum: made.cpuNum,
      cpuSpeed: made.cpuSpeed,
      memorySize: made.memory,
      reservedMemorySize: made.reservedMemory,
      type: 'UserVm',
      allocatorStrategy: made.allocatorStrategy,
      sortKey: made.sortKey,
      state: made.state,
      ...dates,
    }),
  );
  own(filling, 'InstanceOfferingVO', uuid, made, dates.createDate);
  tag(filling, 'InstanceOfferingVO', uuid, made, dates.createDate);
}

export function fillDiskOffering(filling: Filling, made: Made<EntryOf<'diskOfferings'>>): void {
  const uuid = filling.uuidOf('disk-offering', made);
  const dates = filling.datesOf(made);
  filling.write(() =>
    filling.world.repositories.diskOfferings.insert({
      uuid,
      name: made.name,
      description: made.description,
      diskSize: made.size,
      sortKey: made.sortKey,
      state: made.state,
      type: 'zstack',
      allocatorStrategy: made.allocatorStrategy,
      ...dates,
    }),
  );
  own(filling, 'DiskOfferingVO', uuid, made, dates.createDate);
  tag(filling, 'DiskOfferingVO', uuid, made, dates.createDate);
}
