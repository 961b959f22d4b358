import { isDeepStrictEqual } from 'node:util';
import { allOperations } from '../../src/api/operations';
import type { Operation } from '../../src/api/define-operation';
import { ADMIN_SESSION, SEED, TestEmulator } from '../support/emulator';
import { send, type Heard } from '../support/http-client';

/** Values that some client sends some day, for every parameter of every operation. */
const ODD: readonly unknown[] = [
  null,
  '',
  ' ',
  'x'.repeat(5_000),
  '\u0000',
  "'; drop table images; --",
  '%00%ff',
  '💾 é 镜像',
  '../../etc/passwd',
  0,
  -1,
  1.5,
  1e308,
  2 ** 53 - 1,
  '9'.repeat(40),
  true,
  'true',
  [],
  [null],
  [''],
  ['a', 'a'],
  [[1]],
  {},
  { a: { b: [] } },
  SEED.images.linux,
  SEED.volumes.runningLinux,
  SEED.backupStorages.imageStore,
  [SEED.backupStorages.imageStore, SEED.backupStorages.imageStore],
];

/** A resource that the path or a parameter could mean, so that calls get beyond its existence. */
function likely(name: string, type: string | undefined): string {
  if (type === 'Image' || name === 'isoUuid') return SEED.images.linux;
  if (type === 'Volume') return SEED.volumes.stoppedWindows;
  if (type === 'BackupStorage' || type === 'SftpBackupStorage') return SEED.backupStorages.sftp;
  if (type === 'PrimaryStorage') return SEED.primaryStorages.nfs;
  if (type === 'VmInstance') return SEED.vms.stoppedWindows;
  if (type === 'Zone') return SEED.zone;
  return '0123456789ab4def8123456789abcdef';
}

function call(emulator: TestEmulator, operation: Operation, odd: string, value: unknown) {
  const path = String(operation.paths.at(-1)).replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(
      name === odd && typeof value === 'string' && value.trim() !== '' && !value.includes('\u0000')
        ? value
        : likely(name, operation.params[name]?.rules.resourceType),
    ),
  );
  const params: Record<string, unknown> = {};
  for (const [name, { rules }] of Object.entries(operation.params)) {
    if (rules.required) params[name] = rules.validValues?.[0] ?? likely(name, rules.resourceType);
  }
  params[odd] = value;
  const isInQuery = operation.method === 'GET' || operation.method === 'DELETE';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const query = isInQuery ? `?${new URLSearchParams({ [odd]: text }).toString()}` : '';
  return send(
    operation.method,
    `${emulator.url}/zstack${path}${query}`,
    { Authorization: `OAuth ${ADMIN_SESSION}` },
    isInQuery ? undefined : { [operation.bodyKey ?? 'params']: params },
  );
}

const INTERNAL =
  /^(Cannot find VmInstance\[|unhandled exception happened when calling private void|Duplicate entry|No enum constant|unknown hash algorithm|cannot find management node|org\.zstack\.|java\.lang\.|\{"code":)/;

/** What is wrong with an answer: a status or a text that shows our own insides. */
function problemOf(answer: Heard): string | undefined {
  const said = `${answer.status} ${answer.text.slice(0, 300)}`;
  if (/\n\s+at |SqliteError|constraint failed|TypeError|RangeError/.test(said)) return said;
  // A wrong JSON shape, or no number in an address, is a 500 of the real system's parsers.
  if (answer.status === 500)
    return /^(java\.lang\.|For input string: |empty String$)/.test(answer.text) ? undefined : said;
  if (![200, 202, 400, 404, 405, 503].includes(answer.status)) return said;
  const { code, details } = answer.body.error ?? {};
  return code === 'SYS.1000' && !INTERNAL.test(details) ? said : undefined;
}

test.each(
  allOperations()
    .filter(({ kind, params }) => kind !== 'query' && Object.keys(params).length > 0)
    .map((operation) => [operation.name, operation] as const),
)('%s answers every odd value in words of the API', async (_name, operation) => {
  let emulator = await TestEmulator.start();
  const before = emulator.world();
  for (const name of Object.keys(operation.params)) {
    for (const value of ODD) {
      const answer = await call(emulator, operation, name, value);
      const problem = problemOf(answer);
      expect([name, value, problem]).toEqual([name, value, undefined]);
    }
    expect(emulator.brokenLaws()).toEqual({});
    if (isDeepStrictEqual(emulator.world(), before)) continue;
    // What an odd value did is no part of the next parameter's world.
    await emulator.stop();
    emulator = await TestEmulator.start();
  }
});
