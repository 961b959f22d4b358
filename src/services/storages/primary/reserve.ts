import { apiError } from '../../../core/api-error.js';
import { parseSize } from '../../../core/sizes.js';
import { configText } from '../../../domain/global-config.js';
import type { PrimaryStorage } from '../../../domain/primary-storage/primary-storage.js';
import type { World } from '../../../domain/world.js';

/**
 * The candidates that keep their reserve (`primaryStorage/reservedCapacity`) when `size` bytes of them are taken.
 * The threshold of physical capacity that the real system also looks at belongs to a closed module.
 * @throws SYS.1006 when there is none
 */
export function withReserve(
  { repositories }: World,
  candidates: readonly PrimaryStorage[],
  size: number,
): PrimaryStorage[] {
  const reserved = configText(repositories.globalConfig, 'primaryReservedCapacity');
  const least = size + (parseSize(reserved) ?? 0);
  const found = candidates.filter(({ availableCapacity }) => availableCapacity >= least);
  if (found.length > 0) return found;
  throw apiError(
    'SYS.1006',
    `after subtracting reserved capacity[${reserved}], there is no primary storage having required size[${size} bytes], may be the threshold of primary storage physical capacity setting is lower`,
  );
}
