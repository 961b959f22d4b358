import { apiError } from '../../core/api-error.js';
import { configNumber } from '../../domain/global-config.js';
import type { Image } from '../../domain/image/image.js';
import { fits, tokenOf } from '../../domain/tag/tag-format.js';
import { CREATE_CD_ROMS, CREATE_WITHOUT_CD_ROM } from '../../domain/tag/vm-tags.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';

const NONE = 'none';
const EMPTY = 'empty';

/** What a `cdroms::` tag among these says of each drive: the uuid of an ISO, `Empty` or `None`; undefined without one. */
export function cdRomsTag(systemTags: readonly string[]): string[] | undefined {
  return systemTags
    .find((tag) => fits(CREATE_CD_ROMS, tag))
    ?.split('::')
    .slice(1);
}

/** The ISOs that it names. */
export const isosOfTag = (drives: readonly string[]): string[] =>
  drives.filter((drive) => ![NONE, EMPTY].includes(drive.toLowerCase()));

/**
 * The drives of a new VM, each with its ISO or null: its image's if that is an ISO, then what its tags say, else as
 * many as `vm/vmDefaultCdRomNum` says.
 * @throws SYS.1006 when they are more than `vm/maximumCdRomNum`
 */
function drivesOf(
  world: World,
  systemTags: readonly string[],
  image: Image | undefined,
): (string | null)[] {
  const { globalConfig } = world.repositories;
  const own = image?.mediaType === 'ISO' ? [image.uuid] : [];
  const without = systemTags.flatMap((tag) => tokenOf(CREATE_WITHOUT_CD_ROM, tag) ?? []);
  if (without[0]?.toLowerCase() === 'true') return own;
  const tagged = cdRomsTag(systemTags);
  if (!tagged) {
    const usual = configNumber(globalConfig, 'vmDefaultCdRoms');
    return Array.from({ length: Math.max(usual, own.length) }, (_, i) => own[i] ?? null);
  }
  const others = tagged
    .filter((drive) => drive.toLowerCase() !== NONE && !own.includes(drive))
    .map((drive) => (drive.toLowerCase() === EMPTY ? null : drive));
  const drives = [...own, ...others];
  const most = configNumber(globalConfig, 'vmMostCdRoms');
  if (drives.length <= most) return drives;
  throw apiError(
    'SYS.1006',
    `One vm cannot create ${drives.length} CDROMs, vm can only add ${most} CDROMs`,
  );
}

/** Gives a new VM its drives. */
export function insertCdRoms(
  world: World,
  vm: VmInstance,
  systemTags: readonly string[],
  image: Image | undefined,
  now: number,
): void {
  for (const [deviceId, isoUuid] of drivesOf(world, systemTags, image).entries()) {
    world.repositories.vmInstances.insertCdRom({
      uuid: world.chance.uuid(),
      vmInstanceUuid: vm.uuid,
      name: `vm-${vm.uuid}-cdRom`,
      description: null,
      deviceId,
      isoUuid,
      isoInstallPath: isoUuid === null ? null : `iso://${isoUuid}`,
      protocol: null,
      createDate: now,
      lastOpDate: now,
    });
  }
}
