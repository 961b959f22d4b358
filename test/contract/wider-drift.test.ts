import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { OPERATIONS } from '../../src/api/operations';
import { javaClasses } from '../../src/contract/inventories/inventory';
import { ROOT } from '../support/emulator';
import catalog from './catalog.json';

interface Param {
  readonly type: string;
  readonly required?: boolean;
  readonly maxLength?: string;
  readonly validValues?: readonly string[];
  readonly numberRange?: string;
  readonly resourceType?: string;
  readonly nonempty?: string;
  readonly emptyString?: string;
}
interface Facts {
  readonly operations: Readonly<
    Record<
      string,
      {
        readonly method: string;
        readonly paths: readonly string[];
        readonly auth: boolean;
        readonly bodyKey?: string;
        readonly params: Readonly<Record<string, Param>>;
      }
    >
  >;
  readonly inventories: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Operations and inventories around the image as the open source has them (release 5.3.0). */
const facts = JSON.parse(
  readFileSync(join(ROOT, 'contract', 'facts', 'wider-operations.json'), 'utf8'),
) as Facts;

/** Where a declaration differs from the facts, and why. */
const NOT_READ = 'a field of the class that it is made of, which nobody reads';
const PAGED = 'a field of the class that it is made of';
const DEFAULT = 'a long of Java is never missing: it has a default';
const LATER = 'of a later release';
const REVIEWED: Readonly<Record<string, string>> = {
  'GetCandidateClustersForAttachingL2Network.uuid': NOT_READ,
  'GetCandidateL2NetworksForAttachingCluster.uuid': NOT_READ,
  'CheckVipPortAvailability.uuid': NOT_READ,
  'GetVipAvailablePort.uuid': NOT_READ,
  'GetVipAvailablePort.limit': PAGED,
  'GetVipAvailablePort.start': PAGED,
  'GetEipAttachableVmNics.uuid': NOT_READ,
  'GetEipAttachableVmNics.limit': PAGED,
  'GetEipAttachableVmNics.start': PAGED,
  'GetVmNicAttachableEips.uuid': NOT_READ,
  'GetVmNicAttachableEips.limit': PAGED,
  'GetVmNicAttachableEips.start': PAGED,
  'DeleteVolumeSnapshotGroup.direction': LATER,
  'DeleteVolumeSnapshotGroup.scope': LATER,
  'AddSimulatorHost.memoryCapacity': DEFAULT,
  'AddSimulatorHost.cpuCapacity': DEFAULT,
};
/** Fields of inventories that are not answered, and why. */
const REVIEWED_FIELDS: Readonly<Record<string, string>> = {
  'CephBackupStorageMonInventory.sshPassword': 'passwords of storages are not kept',
  'CephPrimaryStorageMonInventory.sshPassword': 'passwords of storages are not kept',
  'ImageInventory.systemTags': 'the real system never sets it',
};

const inCatalog = new Set(catalog.operations.map(({ name }) => name));
const others = OPERATIONS.filter(({ name }) => name in facts.operations && !inCatalog.has(name));

const LARGEST: Readonly<Record<string, number>> = {
  'Long.MAX_VALUE': 2 ** 63,
  'Integer.MAX_VALUE': 2 ** 31 - 1,
};

/** Of `{1, 1024}`, as Java writes it. */
const boundsOf = (range: string) =>
  range
    .replace(/^\{(.*)\}$/, '$1')
    .split(', ')
    .map((bound) => LARGEST[bound] ?? Number(bound.replace(/L$/, '')));

/** `SomethingVO.class` names the resource `Something`. */
const resourceOf = (javaClass: string) => javaClass.replace(/VO\.class$/, '');

test.each(others.map((operation) => [operation.name, operation] as const))(
  '%s is declared as the open source declares it',
  (name, operation) => {
    const operationFacts = facts.operations[name];
    if (!operationFacts) throw new Error('no facts');
    const { method, paths, auth, bodyKey } = operation;
    // The facts do not tell the empty name from none.
    expect({ method, paths, auth, bodyKey: bodyKey || null }).toEqual({
      method: operationFacts.method,
      paths: operationFacts.paths,
      auth: operationFacts.auth,
      bodyKey: operationFacts.bodyKey ?? null,
    });
    if (operation.kind === 'query') return;
    const reviewed = (param: string) => `${name}.${param}` in REVIEWED;
    const params = Object.entries(operationFacts.params).filter(([param]) => !reviewed(param));
    expect(
      Object.keys(operation.params)
        .filter((param) => !reviewed(param))
        .toSorted(),
    ).toEqual(params.map(([param]) => param).toSorted());
    for (const [param, real] of params) {
      const { required, maxLength, validValues, numberRange, resourceType } = real;
      expect([param, operation.params[param]?.rules]).toMatchObject([
        param,
        {
          ...(required ? { required: true } : {}),
          ...(maxLength ? { maxLength: Number(maxLength) } : {}),
          ...(validValues ? { validValues } : {}),
          ...(numberRange ? { numberRange: boundsOf(numberRange) } : {}),
          ...(resourceType ? { resourceType: resourceOf(resourceType) } : {}),
          ...(real.nonempty === 'true' ? { nonempty: true } : {}),
          ...(real.emptyString === 'false' ? { emptyString: false } : {}),
        },
      ]);
    }
  },
);

/** The inventories in the answers of the operations that are emulated, by their names. */
const answered = new Map<string, z.ZodObject>();
const seen = new Set<unknown>();
function look(schema: unknown): void {
  // Trees lead back to themselves.
  if (seen.has(schema)) return;
  seen.add(schema);
  if (schema instanceof z.ZodArray) look(schema.element);
  else if (schema instanceof z.ZodUnion) schema.options.forEach(look);
  else if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional)
    look(schema.unwrap());
  else if (schema instanceof z.ZodObject) {
    const id = javaClasses.get(schema)?.id;
    if (id !== undefined) answered.set(id, schema);
    Object.values(schema.shape).forEach(look);
  }
}
for (const { returns } of OPERATIONS) Object.values(returns).forEach(look);

test.each([...answered].filter(([id]) => id in facts.inventories))(
  '%s has the fields of the open source',
  (id, schema) => {
    const missing = Object.keys(facts.inventories[id] ?? {}).filter(
      (field) => !(field in schema.shape) && !(`${id}.${field}` in REVIEWED_FIELDS),
    );
    expect(missing).toEqual([]);
  },
);
