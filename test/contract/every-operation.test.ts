import type { Operation } from '../../src/api/define-operation';
import { allOperations } from '../../src/api/operations';
import { CONTROL_OPERATIONS } from '../../src/control/operations';
import { TestEmulator } from '../support/emulator';

const NOBODY = '0123456789ab4def8123456789abcdef';

/** Calls an operation with unknown uuids in its path and nothing else, in a session that is none. */
async function call(emulator: TestEmulator, operation: Operation, context: string, query = '') {
  const path = String(operation.paths.at(-1)).replaceAll(/\{\w+\}/g, NOBODY);
  const verb = operation.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
  const request = emulator.anonymous[verb](`${context}${path}${query}`).set(
    'Authorization',
    `OAuth ${NOBODY}`,
  );
  const hasBody = verb === 'post' || verb === 'put';
  return hasBody ? request.send({ [operation.bodyKey ?? 'params']: {} }) : request;
}

/** Operations that answer everybody: they only look, or there is nothing to refuse. */
const OPEN = new Set([
  'LogOut',
  'ValidateSession',
  'GetVersion',
  'GetCurrentTime',
  'GetManagementNodeArch',
  'GetManagementNodeOS',
  'GetSupportAPIs',
  'GetSupportedIdentityModels',
  'IsOpensourceVersion',
  'IsReadyToGo',
]);

test.each(
  allOperations()
    .filter(({ name }) => !OPEN.has(name))
    .map((operation) => [operation.name, operation] as const),
)('%s does nothing for a session that is none', async (_name, operation) => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  const answer = await call(emulator, operation, '/zstack');
  // Parameters are looked at before the session, as in the real system.
  expect(answer.status).toBe(503);
  expect(answer.body.error.code).toMatch(/^(SYS\.1003|SYS\.1007|ID\.100[01])$/);
  expect(emulator.world()).toEqual(before);
});

test.each(
  allOperations()
    .filter(({ kind }) => kind === 'query')
    .map((operation) => [operation.name, operation] as const),
)('%s names the field that it does not have', async (name, { paths }) => {
  const emulator = await TestEmulator.start();
  const answer = await emulator.get(`/zstack${paths[0]}?q=nothing=1`);
  expect([name, answer.status, answer.body.error?.code]).toEqual([name, 503, 'SYS.1000']);
  expect(answer.body.error.details).toMatch(/Inventory\] not having field\[nothing\]$/);
});

test.each(
  [...CONTROL_OPERATIONS.values()]
    .filter(({ paths }) => paths[0]?.includes('{'))
    .map((operation) => [operation.name, operation] as const),
)('%s refuses what is not there', async (_name, operation) => {
  const emulator = await TestEmulator.start();
  const before = emulator.world();
  const answer = await call(emulator, operation, '/emulator');
  expect([400, 403, 404, 503]).toContain(answer.status);
  expect(emulator.world()).toEqual(before);
});
