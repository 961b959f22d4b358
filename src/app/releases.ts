import type { Operation } from '../api/define-operation.js';
import type * as BatchQueries from '../api/operations/batch-queries/batch-query.js';
import { allOperations, OPERATIONS } from '../api/operations/index.js';
import type * as SupportApis from '../api/operations/management-nodes/get-support-apis.js';
import { operationsAsOf } from '../api/release/operations-as-of.js';
import { KNOWN_OPERATIONS, type KnownOperation } from '../contract/known-operations.js';
import { differencesOf } from '../contract/releases.js';
import { readReservedOperations } from '../contract/reserved-operations.js';
import { CURRENT_RELEASE, type Release } from '../core/releases.js';
import type { ApiOfRelease } from '../http/api-of-release.js';
import { placed, Router } from '../http/rest/router.js';
import { IMAGE_API } from './routers.js';

const made = new Map<Release, ApiOfRelease>();

/** The image API of a release, made when its first world is asked for; all emulators of a process share it. */
export function apiOfRelease(release: Release): ApiOfRelease {
  let api = made.get(release);
  if (!api) {
    api = release === CURRENT_RELEASE ? current() : asOf(release);
    made.set(release, api);
  }
  return api;
}

const current = (): ApiOfRelease => ({
  router: IMAGE_API,
  operations: OPERATIONS,
  known: KNOWN_OPERATIONS,
  isAbsent: () => false,
  readsNumbersAsDoubles: false,
});

const batchQueryOf: typeof BatchQueries.batchQuery = (operations) =>
  (require('../api/operations/batch-queries/batch-query.js') as typeof BatchQueries).batchQuery(
    operations,
  );

const supportApisOf: typeof SupportApis.getSupportAPIs = (operations) =>
  (
    require('../api/operations/management-nodes/get-support-apis.js') as typeof SupportApis
  ).getSupportAPIs(operations);

function asOf(release: Release): ApiOfRelease {
  const { absent, operations: differing, readsNumbersAsDoubles } = differencesOf(release);
  const isAbsent = (name: string) => absent.has(name);
  const operations: readonly Operation[] = operationsAsOf(release, allOperations()).map(
    (operation) => {
      // Two of them tell of all: of those of this release.
      if (operation.name === 'BatchQuery') return batchQueryOf(() => operations);
      if (operation.name === 'GetSupportAPIs') return supportApisOf(() => operations);
      return operation;
    },
  );
  const there = placed(operations);
  const of = there.byName;
  const knownAsOf = (known: KnownOperation): KnownOperation[] => {
    if (isAbsent(known.name)) return [];
    const { bodyKey: _, ...rest } = known;
    const { paths, method, bodyKey } = of.get(known.name) ?? {
      ...known,
      ...differing.get(known.name),
    };
    const key = typeof bodyKey === 'string' ? { bodyKey } : {};
    return [{ ...rest, paths: paths ?? known.paths, method: method ?? known.method, ...key }];
  };
  const known = KNOWN_OPERATIONS.flatMap(knownAsOf);
  return {
    router: new Router(known, there, () => readReservedOperations().flatMap(knownAsOf)),
    operations: of,
    known,
    isAbsent,
    readsNumbersAsDoubles,
  };
}
