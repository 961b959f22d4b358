import { apiError, toErrorCode } from '../../core/api-error.js';
import type { World } from '../../domain/world.js';
import { checkQuota, type QuotaRequest } from '../accounts/quotas.js';
import { ownerOf } from '../resources/lookup.js';

/**
 * What the allocation of a host asks of the quota of a VM's owner, whoever calls. The real system does not expect that
 * it is refused there.
 * @throws SYS.1000 with the refusal as its text
 */
export function checkQuotaOfOwner(world: World, vmUuid: string, asked: QuotaRequest): void {
  try {
    checkQuota(world, ownerOf(world, vmUuid), asked);
  } catch (error) {
    const { code, description, details } = toErrorCode(error);
    throw apiError(
      'SYS.1000',
      `org.zstack.header.apimediator.ApiMessageInterceptionException: ${JSON.stringify({ code, description, details })}`,
    );
  }
}
