import { z } from 'zod';
import { allOperations } from '../../src/api/operations';
import { javaClasses } from '../../src/contract/inventories/inventory';
import { readFacts } from '../../src/verify/facts/facts';

/** Operations and inventories as the open source has them (release 5.3.0). */
const facts = readFacts();

/** Where a declaration differs from the facts, and why. */
const NOT_READ = 'a field of the class that it is made of, which nobody reads';
const PAGED = 'a field of the class that it is made of';
const DEFAULT = 'a long of Java is never missing: it has a default';
const LATER = 'of a later release';
const LARGEST = 'the largest long is no exact number here';
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
  'AttachIsoToVmInstance.cdRomUuid': 'sent by the SDKs',
  'CreateVmInstance.rootPassword': 'sent by the SDKs',
  'DeleteVmSshKey.uuid': 'it stands in the path: it is always given',
  'CreateZone.type': 'sent by the SDKs, and in the open source',
  'DeleteVolumeSnapshot.direction': LATER,
  'DeleteVolumeSnapshot.scope': LATER,
  'CreateRootVolumeTemplateFromRootVolume.virtio': 'the published page says list: both are taken',
  'UpdateQuota.value': LARGEST,
  'CreateVmInstance.reservedMemorySize': LARGEST,
  'UpdateVmInstance.reservedMemorySize': LARGEST,
  'UpdateVmInstance.memorySize': LARGEST,
};
/** Fields of inventories that are not answered, and why. */
const REVIEWED_FIELDS: Readonly<Record<string, string>> = {
  'CephBackupStorageMonInventory.sshPassword': 'passwords of storages are not kept',
  'CephPrimaryStorageMonInventory.sshPassword': 'passwords of storages are not kept',
  'ErrorCode.cost': 'never set',
  'GlobalConfigOptions.numberGreaterThan': 'no entry has such a limit',
  'GlobalConfigOptions.numberLessThan': 'no entry has such a limit',
  'TaskProgressInventory.opaque': 'never set',
  'TaskProgressInventory.subTasks': 'never set',
  'TaskProgressInventory.arguments': 'never set',
  'ImageInventory.systemTags': 'the real system never sets it',
};
/** Success keys that are declared by the real system and not answered: it never fills them. */
const REVIEWED_RETURNS: Readonly<Record<string, string>> = {
  CreateRootVolumeTemplateFromVolumeSnapshot: 'failures',
  CreateDataVolumeTemplateFromVolumeSnapshot: 'failures',
};

const known = allOperations().filter(({ name }) => facts.operations.has(name));

/** Types that are one in JSON, whatever they are called. */
const typeOf = (type: string) =>
  type
    .replaceAll(/\s/g, '')
    .replace(/^Integer$/, 'int')
    .replace(/^(Boolean|Long)$/, (name) => name.toLowerCase())
    .replace(/<\w+AO>/, '<AO>');

test.each(known.map((operation) => [operation.name, operation] as const))(
  '%s is declared as the open source declares it',
  (name, operation) => {
    const real = facts.operations.get(name);
    if (!real) throw new Error('no facts');
    const { method, paths, auth, bodyKey } = operation;
    expect({ method, paths, auth, bodyKey: bodyKey || null }).toEqual({
      method: real.method,
      paths: real.paths,
      auth: real.auth,
      bodyKey: real.bodyKey ?? null,
    });
    const keys = Object.keys(real.answer).filter(
      (key) => !(operation.kind === 'query' && key === 'total') && REVIEWED_RETURNS[name] !== key,
    );
    expect(Object.keys(operation.returns).toSorted()).toEqual(keys.toSorted());
    if (operation.kind === 'query') return;
    // Every message that gets something has these, from the class that it extends.
    const isPage = (param: string) => param === 'limit' || param === 'start';
    const reviewed = (param: string) =>
      `${name}.${param}` in REVIEWED || (isPage(param) && !(param in real.params));
    const params = Object.entries(real.params).filter(([param]) => !reviewed(param));
    expect(
      Object.keys(operation.params)
        .filter((param) => !reviewed(param))
        .toSorted(),
    ).toEqual(params.map(([param]) => param).toSorted());
    for (const [param, { type, required, range, ...rules }] of params) {
      const given = operation.params[param];
      expect([param, typeOf(given?.type ?? ''), given?.rules.required ?? false]).toEqual([
        param,
        typeOf(type),
        required ?? false,
      ]);
      // Whose a thing is is looked at by its type and the operation's family, whatever the declaration says.
      const { inherited: _inherited, checkAccount: _checkAccount, mayBeMissing, ...others } = rules;
      expect([param, given?.rules]).toMatchObject([
        param,
        {
          ...others,
          // Of a list each must be there, whatever the message says.
          ...(mayBeMissing && type === 'String' ? { mayBeMissing: true } : {}),
          ...(range
            ? {
                numberRange: [range.least, range.most ?? Number(range.largest)],
                ...(range.units ? { numberRangeUnit: range.units } : {}),
              }
            : {}),
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
for (const { returns } of allOperations()) Object.values(returns).forEach(look);

test.each([...answered].filter(([id]) => id in facts.inventories))(
  '%s has the fields of the open source',
  (id, schema) => {
    const missing = Object.keys(facts.inventories[id] ?? {}).filter(
      (field) => !(field in schema.shape) && !(`${id}.${field}` in REVIEWED_FIELDS),
    );
    expect(missing).toEqual([]);
  },
);
