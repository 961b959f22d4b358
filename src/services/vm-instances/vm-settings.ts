import { apiError, refusalIn } from '../../core/api-error.js';
import { checkBootModes } from '../../domain/tag/system-tag-formats.js';
import { fits, tokenOf } from '../../domain/tag/tag-format.js';
import { BOOT_MODE } from '../../domain/tag/vm-tags.js';
import type { World } from '../../domain/world.js';
import { validateTag } from '../tags/tag-validators.js';

/** What a tag of this format says of a VM, or null. */
export const settingOf = ({ repositories }: World, vmUuid: string, format: string): string | null =>
  repositories.tags.listSystemTags(vmUuid).flatMap((tag) => tokenOf(format, tag) ?? [])[0] ?? null;

/**
 * Makes this the VM's only tag of its format. The real system looks at it where it does not expect that anything is
 * wrong with it.
 * @throws SYS.1000 with the refusal as its text
 */
export function putSetting(
  world: World,
  vmUuid: string,
  format: string,
  value: string,
  now: number,
): void {
  const { tags } = world.repositories;
  const tag = format.replace(/\{.*\}/, () => value);
  checkSetting(world, vmUuid, format, tag);
  const present = tags.listSystemTags(vmUuid).filter((one) => fits(format, one));
  for (const other of present.filter((one) => one !== tag)) tags.removeSystemTag(vmUuid, other);
  if (present.includes(tag)) return;
  tags.insertSystemTag({
    uuid: world.chance.uuid(),
    resourceUuid: vmUuid,
    resourceType: 'VmInstanceVO',
    tag,
    inherent: false,
    createDate: now,
    lastOpDate: now,
  });
}

function checkSetting(world: World, vmUuid: string, format: string, tag: string): void {
  const refusal = refusalIn(() => {
    if (!fits(format, tag)) {
      throw apiError('SYS.1007', `no system tag matches[${tag}] for resourceType[VmInstanceVO]`);
    }
    validateTag(world, vmUuid, tag);
    if (format === BOOT_MODE) checkBootModes([tag]);
  });
  if (!refusal) return;
  const { code, description, details } = refusal.errorCode;
  throw apiError('SYS.1000', JSON.stringify({ code, description, details }));
}

/** Takes the tags of this format from a VM. */
export function removeSetting({ repositories }: World, vmUuid: string, format: string): void {
  const { tags } = repositories;
  for (const tag of tags.listSystemTags(vmUuid).filter((one) => fits(format, one))) {
    tags.removeSystemTag(vmUuid, tag);
  }
}
