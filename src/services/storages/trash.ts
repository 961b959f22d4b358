import { apiError, errorCode, type ErrorCode } from '../../core/api-error.js';
import { TRASH_TYPES_OF, type Trash } from '../../domain/trash/trash.js';
import type { World } from '../../domain/world.js';
import { giveBackToBackupStorage, giveBackToPrimaryStorage } from './capacity.js';

/** What of a storage's trash is meant; `resourceUuid` and `resourceType` are given both or neither. */
interface TrashFilter {
  readonly resourceUuid: string | null;
  readonly resourceType: string | null;
  readonly trashType: string | null;
}

/**
 * Both of what a piece was, or neither.
 * @throws SYS.1007
 */
export function checkTrashFilter({
  resourceUuid,
  resourceType,
}: Pick<TrashFilter, 'resourceUuid' | 'resourceType'>): void {
  if ((resourceUuid === null) === (resourceType === null)) return;
  throw apiError('SYS.1007', "'resourceUuid' and 'resourceType' must be set both or neither!");
}

/** The trash of a storage, narrowed by what it was: by its type, in the real system's order of types. */
export function listTrash(
  world: World,
  kind: Trash['storageType'],
  storageUuid: string,
  { resourceUuid, resourceType, trashType }: TrashFilter,
): Trash[] {
  const items = trashOf(world, kind, storageUuid);
  return TRASH_TYPES_OF[kind]
    .filter((type) => trashType === null || type === trashType)
    .flatMap((type) => items.filter((item) => item.trashType === type))
    .filter(
      (item) =>
        resourceUuid === null ||
        (item.resourceUuid === resourceUuid && item.resourceType === resourceType),
    );
}

const trashOf = ({ repositories }: World, kind: Trash['storageType'], storageUuid: string) =>
  repositories.trash
    .listByStorage(storageUuid)
    .filter(({ trashType }) => TRASH_TYPES_OF[kind].includes(trashType));

/** What became of one piece. One that is not there (any more) is no failure, and has no resource. */
interface Cleaned {
  readonly trashId: number;
  readonly resourceUuid: string | null;
  readonly success: boolean;
  readonly error: ErrorCode | null;
  readonly size: number;
}

/** What a clean-up did: the old form counts bytes, the new one tells of each piece. */
export interface CleanUp {
  readonly result: {
    readonly resourceUuids: string[];
    readonly details: string[];
    readonly size: number;
  };
  readonly results: readonly Cleaned[];
}

/**
 * Removes the trash of a storage, or one piece of it, and gives its bytes back. What something still uses stays,
 * and is told. The real system would take a piece of another storage, too, and give its bytes to this one.
 */
export function cleanUpTrash(
  world: World,
  kind: Trash['storageType'],
  storageUuid: string,
  trashId: number | null,
): CleanUp {
  const uses = usesOn(world, kind, storageUuid);
  const items = trashOf(world, kind, storageUuid);
  const one = items.find((item) => item.trashId === trashId);
  const meant = trashId === null ? items : one ? [one] : [];
  const results: Cleaned[] = meant.map((item) => clean(world, item, uses));
  if (trashId !== null && !one) {
    results.push({ trashId, resourceUuid: null, success: true, error: null, size: 0 });
  }
  return {
    result: {
      resourceUuids: results.flatMap(({ success, resourceUuid }) =>
        success && resourceUuid !== null ? [resourceUuid] : [],
      ),
      details: results.flatMap(({ error }) => error?.details ?? []),
      size: results.reduce((total, { size }) => total + size, 0),
    },
    results,
  };
}

/** Removes what is left of a resource that goes, as far as nothing uses it. */
export function cleanTrashOf(world: World, storageUuid: string, resourceUuid: string): void {
  const left = trashOf(world, 'PrimaryStorage', storageUuid).filter(
    (item) => item.resourceUuid === resourceUuid,
  );
  for (const item of left) clean(world, item, usesOn(world, 'PrimaryStorage', storageUuid));
}

/** Who uses a path of a storage, in words; undefined: nobody. */
type Uses = (item: Trash) => string | undefined;

function clean(world: World, item: Trash, uses: Uses): Cleaned {
  const { trashId, resourceUuid, storageUuid, size } = item;
  const user = uses(item);
  if (user !== undefined) {
    const error = errorCode(
      'SYS.1006',
      `${item.installPath} is still in using by ${user}, cannot remove it from trash before delete them`,
    );
    return { trashId, resourceUuid, success: false, error, size: 0 };
  }
  world.repositories.trash.remove(trashId);
  if (item.storageType === 'BackupStorage') giveBackToBackupStorage(world, storageUuid, size);
  else giveBackToPrimaryStorage(world, storageUuid, size, size);
  return { trashId, resourceUuid, success: true, error: null, size };
}

function usesOn(world: World, kind: Trash['storageType'], storageUuid: string): Uses {
  return kind === 'BackupStorage' ? imagesOn(world, storageUuid) : volumesOn(world, storageUuid);
}

function imagesOn({ repositories }: World, storageUuid: string): Uses {
  const refs = repositories.images.listRefsOn(storageUuid);
  return ({ installPath }) =>
    naming(
      'image',
      refs.filter((ref) => ref.installPath === installPath).map(({ imageUuid }) => imageUuid),
    );
}

/** In the order in which the real system looks, which depends on what the trash was. */
function volumesOn({ repositories }: World, storageUuid: string): Uses {
  const volumes = repositories.volumes.listByPrimaryStorage(storageUuid);
  const caches = repositories.imageCaches.listByPrimaryStorage(storageUuid);
  const snapshots = repositories.volumeSnapshots.listByPrimaryStorage(storageUuid);
  return ({ installPath: path, resourceType }) => {
    const ofVolumes = () =>
      naming(
        'volume',
        volumes.filter(({ installPath }) => installPath === path).map(({ uuid }) => uuid),
      );
    const ofCaches = () =>
      naming(
        'imagecache',
        caches.filter(({ installUrl }) => installUrl === path).map(({ id }) => String(id)),
      );
    const ofSnapshots = (isMeant: (installPath: string) => boolean) =>
      naming(
        'volumesnapshot',
        snapshots
          .filter(({ primaryStorageInstallPath }) => isMeant(primaryStorageInstallPath))
          .map(({ uuid }) => uuid),
      );
    const inIt = (installPath: string) => installPath.startsWith(`${path}@`);
    if (resourceType === 'VolumeVO') return ofVolumes() ?? ofCaches() ?? ofSnapshots(inIt);
    if (resourceType !== 'VolumeSnapshotVO') return undefined;
    return ofSnapshots((installPath) => installPath === path) ?? ofSnapshots(inIt) ?? ofCaches();
  };
}

const naming = (what: string, uuids: readonly string[]): string | undefined =>
  uuids.length === 0 ? undefined : `${what} [${uuids.join(', ')}]`;
