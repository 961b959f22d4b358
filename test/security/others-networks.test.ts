import { allOperations } from '../../src/api/operations';
import { ALICE_SESSION, SEED, TestEmulator } from '../support/emulator';

/** What admin has, and everybody may use. */
const ADMINS: Readonly<Record<string, string>> = {
  L2Network: SEED.l2Networks.usual,
  L3Network: SEED.l3Network,
  IpRange: '13a00000000040008000000000000001',
  InstanceOffering: '10f0000000004000800000000000001a',
  DiskOffering: 'd10f0000000040008000000000000001',
  Cluster: SEED.clusters.used,
};
/** Values of other types than a text. */
const VALUES: Readonly<Record<string, unknown>> = {
  Integer: 1500,
  int: 1500,
  'Map<String, List<String>>': {},
};
const RESERVED = '13e00000000040008000000000000001';
const FAMILIES = ['l2-networks', 'l3-networks', 'instance-offerings', 'disk-offerings'];

const changing = allOperations().filter(
  ({ family, method, paths }) =>
    FAMILIES.includes(family) && method !== 'GET' && paths[0]?.includes('{'),
);

test.each(changing.map((operation) => [operation.name, operation] as const))(
  'an account that may use what admin shares cannot do %s to it',
  async (_name, operation) => {
    const emulator = await TestEmulator.start();
    await emulator.make('POST', `/l3-networks/${SEED.l3Network}/reserved-ip-ranges`, {
      params: { startIp: '10.1.0.20', endIp: '10.1.0.21', resourceUuid: RESERVED },
    });
    const types = { ...ADMINS, ReservedIpRange: RESERVED };
    const of = (param: string) =>
      Object.entries(types).find(
        ([type]) => type === operation.params[param]?.rules.resourceType,
      )?.[1] ?? 'x';
    const path = String(operation.paths[0]).replaceAll(/\{(\w+)\}/g, (_, param: string) =>
      of(param),
    );
    const required = Object.entries(operation.params).filter(([, { rules }]) => rules.required);
    const params = Object.fromEntries(
      required.map(([param, { type }]) => [param, VALUES[type] ?? of(param)]),
    );
    const body =
      operation.method === 'DELETE' ? undefined : { [operation.bodyKey ?? 'params']: params };
    const method = operation.method as 'POST' | 'PUT' | 'DELETE';
    const refused = await emulator.refused(method, path.replace('/v1', ''), body, ALICE_SESSION);
    expect(refused.code).toMatch(/^(SYS|ID)\.100/);
  },
);
