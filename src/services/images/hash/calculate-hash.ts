import { createHash } from 'node:crypto';
import { apiError } from '../../../core/api-error.js';
import type { Image } from '../../../domain/image/image.js';
import { artifactOf } from '../artifacts.js';
import type { Flow, StepRun } from '../../../jobs/flow.js';
import { imageOf } from '../../resources/lookup.js';
import type { World } from '../../../domain/world.js';

export const HASH_ALGORITHMS = ['MD5', 'SHA1', 'SHA256'] as const;
type HashAlgorithm = (typeof HASH_ALGORITHMS)[number];

interface HashContext {
  readonly imageUuid: string;
  readonly algorithm: HashAlgorithm;
  /** Where it is calculated. Undefined for work that release 0.1.0 began. */
  readonly backupStorageUuid?: string;
}

/** The algorithm of this name; the real system does not check it, and fails where it is unknown. */
export function algorithmOf(name: string): HashAlgorithm {
  const algorithm = HASH_ALGORITHMS.find((known) => known === name.toUpperCase());
  if (algorithm) return algorithm;
  throw apiError(
    'SYS.1000',
    `unknown hash algorithm[${name}], known are [${HASH_ALGORITHMS.join(', ')}]`,
  );
}

/** Whether the sum is there already: the real system then answers it as it is. */
const isKnown = (world: World, { md5Sum }: Image, algorithm: HashAlgorithm) =>
  world.checks === 'native' ? md5Sum !== null : algorithm === 'MD5' && isMd5(md5Sum);

const liesOnCeph = ({ repositories }: World, uuid: string | undefined) =>
  uuid !== undefined && repositories.backupStorages.find(uuid)?.type === 'Ceph';

const isMd5 = (sum: string | null) => sum !== null && /^[0-9a-f]{32}$/.test(sum);

/** Sums the bytes of an image, read as they are, and keeps the sum as its md5Sum. */
export const calculateHashFlow: Flow<HashContext> = {
  name: 'calculate-image-hash',
  firstStep: 'look-at-image',
  isPlain: true,
  steps: {
    'look-at-image'({ world, context, schedule, succeed }: StepRun<HashContext>) {
      const image = imageOf(world, context.imageUuid);
      if (isKnown(world, image, context.algorithm)) succeed({ imageUuid: image.uuid });
      else if (liesOnCeph(world, context.backupStorageUuid)) {
        throw apiError('SYS.1006', 'ceph backup storage do not support calculate image hash');
      } else schedule('calculate');
    },
    'keep-sum'({ world, context, now, report, succeed }: StepRun<HashContext>) {
      const image = imageOf(world, context.imageUuid);
      if (report && 'error' in report) throw apiError('SYS.1006', report.error.details);
      const md5Sum = String(report?.value);
      world.repositories.images.update(image, { md5Sum }, now);
      succeed({ imageUuid: image.uuid });
    },
  },
  errands: {
    calculate: {
      goesOnWith: 'keep-sum',
      async run({ world, context }) {
        const { read, length } = artifactOf(world, context.imageUuid);
        const hash = createHash(context.algorithm.toLowerCase());
        for await (const chunk of read(0, length)) hash.update(chunk);
        return hash.digest('hex');
      },
    },
  },
  rollback: () => undefined,
};
