import type { Book, Case } from '../cases/case.js';
import type { OperationFacts } from '../facts/facts.js';
import { orderOfChecks } from '../facts/order-of-checks.js';
import { othersOf } from './cases-of-refusals.js';

/**
 * Calls that are refused before to who is no admin (RBACInfo of their packages); UpdateAccount refuses in words of its
 * own; and an EIP may be made on another account's VIP.
 */
const OTHERWISE: ReadonlySet<string> = new Set([
  'AttachL2NetworkToCluster',
  'ChangeDiskOfferingState',
  'ChangeInstanceOfferingState',
  'ChangeL2NetworkVlanId',
  'CleanUpTrashOnBackupStorage',
  'CleanUpTrashOnPrimaryStorage',
  'CreateEip',
  'DeleteInstanceOffering',
  'DetachL2NetworkFromCluster',
  'DetachNetworkServiceFromL3Network',
  'UpdateAccount',
  'UpdateDiskOffering',
  'UpdateInstanceOffering',
]);

/** It is not the owner of what is changed, or has no access to what is used. */
const NOT_OWNED = '***the account[uuid:***] *** the resource***[uuid:***, type:***VO]';

/** Who is no admin works on what is its own, in every operation whose parameter says `checkAccount`. */
export function casesOfOwners(operation: OperationFacts, book: Book): Case[] {
  const { name, params, kind, auth } = operation;
  if (!auth || kind !== 'async' || OTHERWISE.has(name)) return [];
  const [owned] = Object.entries(params).filter(
    ([, { required, checkAccount }]) => required && checkAccount,
  );
  if (!owned) return [];
  const inPath = new Set(
    [...(operation.paths[0] ?? '').matchAll(/\{(\w+)\}/g)].map(([, place]) => String(place)),
  );
  const given = othersOf(operation, book, '', orderOfChecks(Object.keys(params)), inPath);
  if (!given?.shares) return [];
  return [
    {
      operation: name,
      name: 'what belongs to another account is refused',
      source: { code: 'OperationTargetAPIRequestChecker', facts: 'wider-operations.json' },
      isDerived: true,
      effect: 'makes',
      shares: { ...given.shares, login: 'login' },
      steps: [
        {
          call: name,
          with: given.given,
          by: '${login}',
          refused: { code: 'SYS.1006', words: NOT_OWNED },
        },
      ],
    },
  ];
}
