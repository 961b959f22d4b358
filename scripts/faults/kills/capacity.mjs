// What storages must have left, summed up over the images that the API shows: another way than the laws of a world.

/**
 * For each backup storage of a world what is available and what images hold there; their sum never changes.
 * Primary storages change by nothing that the clients of this harness do.
 */
export async function sumsOf(emulator, zstack = emulator.v1) {
  const { inventories: images } = await emulator.must('GET', `${zstack}/images?limit=10000`);
  const backups = await emulator.must('GET', `${zstack}/backup-storage?limit=1000`);
  const primaries = await emulator.must('GET', `${zstack}/primary-storage?limit=1000`);
  const held = new Map();
  for (const { actualSize, backupStorageRefs } of images) {
    for (const { backupStorageUuid, exportUrl } of backupStorageRefs) {
      const bytes = exportUrl === null ? actualSize : 2 * actualSize;
      held.set(backupStorageUuid, (held.get(backupStorageUuid) ?? 0) + bytes);
    }
  }
  const sums = {};
  for (const { uuid, availableCapacity } of backups.inventories) {
    sums[uuid] = availableCapacity + (held.get(uuid) ?? 0);
  }
  for (const { uuid, availableCapacity } of primaries.inventories) sums[uuid] = availableCapacity;
  return sums;
}
