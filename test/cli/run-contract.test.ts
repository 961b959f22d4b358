import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { startEmulator } from '../../src';
import { writeContract } from '../../src/app/client-contract';
import { ADMIN_SESSION, SEED } from '../support/emulator';
import { runCommand, temporaryFolder } from '../support/process';

const file = (text: string): string => {
  const path = join(temporaryFolder(), 'client.yaml');
  writeFileSync(path, text);
  return path;
};
const contract = (operations: object) => file(JSON.stringify({ release: '5.3', operations }));
const judge = (path: string, ...more: string[]) =>
  runCommand(['verify', '--contract', path, ...more]);

const ZONE = { CreateZone: { calls: ['POST /v1/zones'], parameters: ['name'] } };
/** Each with a release that has it not, and one that has it. */
const MISSING: readonly (readonly [string, object, string, string, string])[] = [
  [
    'an operation',
    { AddReservedIpRange: { calls: [], parameters: [] } },
    '5.0',
    '5.3',
    'AddReservedIpRange: 5.0 has no such operation',
  ],
  [
    'a parameter',
    { AddSecurityGroupRule: { calls: [], parameters: ['priority'] } },
    '4.6',
    '5.3',
    "AddSecurityGroupRule: it has no parameter 'priority'",
  ],
  [
    'a field that it reads',
    { AttachDataVolumeToVm: { calls: [], parameters: [], reads: ['inventory.protocol'] } },
    '4.8',
    '5.3',
    "AttachDataVolumeToVm: it reads 'protocol' of VolumeInventory",
  ],
  [
    'a method',
    { GetVmsCapabilities: { calls: ['GET /v1/vm-instances/capabilities'], parameters: [] } },
    '4.8',
    '5.3',
    'GetVmsCapabilities: it is no GET /v1/vm-instances/capabilities: POST',
  ],
  [
    'a method that is gone now',
    { GetVmsCapabilities: { calls: ['POST /v1/vm-instances/capabilities'], parameters: [] } },
    '5.3',
    '4.8',
    'GetVmsCapabilities: it is no POST /v1/vm-instances/capabilities: GET',
  ],
  [
    'a path',
    {
      DetachNetworkServiceFromL3Network: {
        calls: ['DELETE /v1/l3-networks/{uuid}/network-services/x'],
        parameters: [],
      },
    },
    '4.8',
    '5.3',
    'DetachNetworkServiceFromL3Network: it is no DELETE',
  ],
];

test.each(MISSING)(
  '%s that a release has not is told of it, and of no other',
  async (_what, operations, without, having, said) => {
    const path = contract({ ...ZONE, ...operations });
    const told = await judge(path, '--release', without);
    expect(told).toEqual({ code: 3, stdout: expect.stringContaining(said), stderr: '' });
    expect(told.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(await judge(path, '--release', having)).toEqual({
      code: 0,
      stdout: `${having} has all else that the client relies on\n`,
      stderr: '',
    });
  },
);

test('of what is not open it is said that nothing is known', async () => {
  const path = contract({ CloneImage: { calls: [], parameters: [] } });
  const { code, stdout } = await judge(path, '--json');
  expect([code, JSON.parse(stdout)]).toEqual([
    0,
    { release: '5.3', missing: [], unknown: ['CloneImage'] },
  ]);
});

test.each([
  ['no YAML', '{', [], 1, 'is no contract of a client'],
  ['another thing', 'a: 1', [], 1, 'is no contract of a client'],
  ['a field too much', '{ release: "5.3", operations: {}, more: 1 }', [], 1, 'is no contract'],
  ['no release', '{ release: "5.3", operations: {} }', ['--release', '9'], 2, 'expected one of'],
  [
    'somebody to ask',
    '{ release: "5.3", operations: {} }',
    ['--url', 'http://x'],
    2,
    'leave --url',
  ],
])('%s is refused in words', async (_what, text, more, code, said) => {
  const ended = await judge(file(text), ...more);
  expect(ended).toEqual({ code, stdout: '', stderr: expect.stringContaining(said) });
  expect(ended.stderr).not.toContain('    at ');
});

test('a file that is not there is refused in words', async () => {
  expect(await judge('none.yaml')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'cannot read none.yaml: it is not there\n',
  });
});

test('what a client relies on is what it called, without what nothing reads, as paths and as messages', async () => {
  const emulator = await startEmulator();
  const ask = (path: string, body?: object, method = body ? 'POST' : 'GET') =>
    fetch(`${emulator.url}${path}`, {
      method,
      headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
      ...(body && { body: JSON.stringify(body) }),
    });
  await ask(`/v1/images/${SEED.images.linux}`);
  await ask(`/v1/images/${SEED.images.iso}`);
  await ask('/v1/images?q=name=x');
  await ask('/v1/zones', { params: { name: 'x', nmae: 'y' }, systemTags: [] });
  await ask(`/v1/zones/${SEED.zone}?deleteMode=Enforcing`, undefined, 'DELETE');
  await ask('/v1/nothing');
  const message = { uuid: SEED.images.linux, name: 'x', session: { uuid: ADMIN_SESSION } };
  await ask('/api', { 'org.zstack.header.image.APIUpdateImageMsg': message });
  const relied = emulator.journal.reliedOn();
  await emulator.stop();
  expect(relied).toEqual({
    release: '5.3',
    operations: {
      CreateZone: { calls: ['POST /v1/zones'], parameters: ['name'] },
      DeleteZone: { calls: ['DELETE /v1/zones/{uuid}'], parameters: ['deleteMode', 'uuid'] },
      QueryImage: { calls: ['GET /v1/images', 'GET /v1/images/{uuid}'], parameters: [] },
      UpdateImage: { calls: [], parameters: ['name', 'uuid'] },
    },
  });
  const text = writeContract(relied);
  expect(load(text)).toEqual(relied);
  expect(text).not.toContain(ADMIN_SESSION);
  expect((await judge(file(text))).code).toBe(0);
});

test('run writes it beside the report, also of a command that fails', async () => {
  const path = join(temporaryFolder(), 'client.yaml');
  const script = `
    const { ZSTACK_URL, ZSTACK_SESSION } = process.env;
    fetch(ZSTACK_URL + '/v1/zones', { headers: { Authorization: 'OAuth ' + ZSTACK_SESSION } })
      .then(() => process.exit(9));`;
  const { code } = await runCommand([
    'run',
    '--release',
    '4.8',
    '--contract-out',
    path,
    '--',
    process.execPath,
    '-e',
    script,
  ]);
  expect([code, load(readFileSync(path, 'utf8'))]).toEqual([
    9,
    { release: '4.8', operations: { QueryZone: { calls: ['GET /v1/zones'], parameters: [] } } },
  ]);
});
