import { openApiDocument } from '../../src/openapi/document';
import { ADMIN_SESSION, TestEmulator, type Json } from '../support/emulator';

/*
 * What the page of the documentation offers to try works as it is offered, in a fresh default world.
 */

interface Try {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** Every example of the document: of a place that several operations share, one for each of them. */
function examples(): Try[] {
  const { paths } = openApiDocument() as Json;
  return Object.entries<Json>(paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods)
      .filter(([method]) => ['get', 'post', 'put', 'delete'].includes(method))
      .flatMap(([method, { operationId, parameters = [], requestBody }]) => {
        const content = requestBody?.content['application/json'];
        // Bytes: an upload, and a whole world.
        if (requestBody && !content) return [];
        if (content?.examples) {
          return Object.entries<Json>(content.examples).map(([name, { value }]) => ({
            name,
            method,
            path: filled(path, parameters, name),
            body: value,
          }));
        }
        return [
          {
            name: operationId,
            method,
            path: filled(path, parameters, operationId),
            body: content?.example,
          },
        ];
      }),
  );
}

/** A path with its variables and its query as they are offered. */
function filled(path: string, parameters: Json[], operation: string): string {
  let url = path;
  const query = new URLSearchParams();
  for (const { name, in: place, example, examples: others, content } of parameters) {
    const json = content?.['application/json'].example;
    const value = json ? JSON.stringify(json) : (example ?? others?.[operation]?.value);
    if (place === 'path') url = url.replace(`{${name}}`, encodeURIComponent(String(value)));
    else for (const one of value === undefined ? [] : [value].flat()) query.append(name, one);
  }
  return query.size === 0 ? url : `${url}?${query.toString()}`;
}

/** What nothing has in the default world: an earlier call makes such a thing first. */
const NONE_YET = '00000000000040008000000000000001';
const NOT_THERE =
  /resource\[uuids?:.* not found|not found|has been expired|No api result|there is no fault rule|not have|cannot find|can not find/;

/** What needs another state than the default world has, and how it is refused there. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  DownloadExport: /Image not found/,
  DownloadExport_2: /Image not found/,
  DownloadExport_3: /Image not found/,
  // Of all image stores, and one of the default world is disconnected.
  SetImageStoreBackupStorageQuota: /its status is Disconnected/,
  Rewind: /has no write after/,
  DeleteFleetSource: /EMULATOR_STORE names the store of a fleet/,
  KeepFleetExport: /EMULATOR_STORE names the store of a fleet/,
  KeepFleetSeed: /EMULATOR_STORE names the store of a fleet/,
  QueryFleetSource: /EMULATOR_STORE names the store of a fleet/,
  QueryFleetSource_2: /EMULATOR_STORE names the store of a fleet/,
  QueryFleetWorld: /EMULATOR_STORE names the store of a fleet/,
  GetJournalEntry: /there is no request 1;/,
  // The default world has one Ceph storage of each kind, and one NFS.
  BackupStorageMigrateImage: /cannot be the same/,
  PrimaryStorageMigrateVolume: /cannot migrate/,
  // The host of the example is where that volume is.
  LocalStorageMigrateVolume: /is already on the host/,
  DeleteEnvironment: /there is no environment 'mine'/,
  DeleteEnvironmentSnapshot: /has no snapshot 'before'/,
  RestoreEnvironmentSnapshot: /has no snapshot 'before'/,
  CancelTask: /there is no job to end/,
  FailTask: /there is no job to end/,
  LogInByUser: /wrong account or username or password/,
  AttachEip: /has attached to another vm nic/,
  AttachVmNicToVm: /has been attached with vm/,
  AddSimulatorHost: /hypervisorType is not Simulator/,
  AddIpRangeByNetworkCidr: /overlap with ip range/,
  RemoveHostRouteFromL3Network: /there is no hostroute for prefix/,
  // As the real one refuses it: its inventory has no uuid.
  QueryVmNicSecurityPolicy_2: /not having field\[uuid\]/,
  ChangeVmNicSecurityPolicy: /has no security policy/,
  ExpungeVmInstance: /allowed states are \[Destroyed\]/,
  RecoverVmInstance: /allowed states are \[Destroyed\]/,
  ExpungeDataVolume: /is not deleted yet/,
  RecoverDataVolume: /is not in status of deleted/,
};

async function tried({ method, path, body }: Try): Promise<{ status: number; text: string }> {
  const emulator = await TestEmulator.start({ settings: { rewind: 'on' } });
  const answer = await fetch(`${emulator.url}${path}`, {
    method: method.toUpperCase(),
    headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const result = { status: answer.status, text: await textOf(answer) };
  await emulator.stop();
  return result;
}

/** All of an answer; of one that goes on what comes first. */
async function textOf(answer: Response): Promise<string> {
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) return answer.text();
  const reader = answer.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return Buffer.from(value ?? '').toString();
}

const ALL = examples();
const needsMore = (one: Try) => JSON.stringify(one).includes(NONE_YET);

test('every operation has an example', () => {
  expect(ALL.length).toBeGreaterThan(450);
  expect(ALL.filter((one) => JSON.stringify(one).includes('undefined'))).toEqual([]);
  expect(Object.keys(REFUSED).filter((name) => !ALL.some((one) => one.name === name))).toEqual([]);
  // Of two kinds: what works as it is offered, and what waits for something to be made first.
  expect(ALL.filter(needsMore).length).toBeLessThan(120);
});

test('every example works as it is offered, or says what it lacks; none is malformed', async () => {
  const wrong: object[] = [];
  for (const one of ALL) {
    const { status, text } = await tried(one);
    const expected = REFUSED[one.name] ?? (needsMore(one) ? NOT_THERE : undefined);
    const isRefused = status !== 200;
    const isFine =
      expected === undefined ? !isRefused : isRefused ? expected.test(text) : !REFUSED[one.name];
    if (!isFine || status === 400 || status === 500) wrong.push({ ...one, status, text });
  }
  expect(wrong).toEqual([]);
});
