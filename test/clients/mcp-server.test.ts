import { SEED, type Json } from '../support/emulator';
import { EmulatorProcess, temporaryFolder } from '../support/process';
import { mcp, McpServer } from './mcp-server';

const { imageStore } = SEED.backupStorages;

mcp.describe(`the vendor's MCP server, unmodified, over stdio ${mcp.note}`, () => {
  let emulator: EmulatorProcess;
  let server: McpServer;
  let tools: string[];

  beforeEach(async () => {
    emulator = await EmulatorProcess.start(temporaryFolder());
    ({ server, tools } = await McpServer.start({
      ZSTACK_API_URL: new URL(emulator.url).origin,
      ZSTACK_ACCOUNT: 'admin',
      ZSTACK_PASSWORD: 'password',
      ZSTACK_ALLOW_ALL_API: 'true',
    }));
  });

  // The emulator ends with each test, as every process of the tests.
  afterEach(() => server.stop());

  /** What an API answered; it must succeed. */
  async function call(apiName: string, parameters: object): Promise<Json> {
    const { success, result, ...rest } = await server.execute(apiName, parameters);
    if (!success) throw new Error(`${apiName}: ${JSON.stringify(rest)}`);
    return result;
  }

  const imageOf = async (uuid: string): Promise<Json> =>
    (await call('QueryImage', { conditions: [{ name: 'uuid', op: '=', value: uuid }] }))
      .inventories[0];

  test('lives an image from its url to its end', async () => {
    expect(tools).toContain('execute_api');
    const storages = await call('QueryBackupStorage', {
      conditions: [
        { name: 'state', op: '=', value: 'Enabled' },
        { name: 'status', op: 'in', value: ['Connected'] },
      ],
      sortBy: 'name',
    });
    expect(storages.inventories).toHaveLength(storages.total);
    expect(storages.inventories.map(({ uuid }: Json) => uuid)).toContain(imageStore);

    // It has no AddImage among its APIs: images are added as the vendor's user interface adds them.
    const { inventory: job } = await call('SubmitLongJob', {
      jobName: 'APIAddImageMsg',
      jobData: JSON.stringify({
        name: 'from an agent',
        url: 'http://mirror.example/agent.qcow2',
        format: 'qcow2',
        backupStorageUuids: [imageStore],
      }),
    });
    let seen: Json;
    do {
      const byUuid = { conditions: [{ name: 'uuid', op: '=', value: job.uuid }] };
      [seen] = (await call('QueryLongJob', byUuid)).inventories;
    } while (seen.state === 'Running' || seen.state === 'Waiting');
    expect(seen.state).toBe('Succeeded');
    const uuid = seen.targetResourceUuid;
    expect(await imageOf(uuid)).toMatchObject({ name: 'from an agent', status: 'Ready' });

    const template = await call('CreateRootVolumeTemplateFromRootVolume', {
      rootVolumeUuid: SEED.volumes.stoppedWindows,
      name: 'template',
      backupStorageUuids: [imageStore],
    });
    expect(template.inventory).toMatchObject({ mediaType: 'RootVolumeTemplate', status: 'Ready' });

    const pattern = await call('CreateTag', {
      name: 'gold',
      value: 'gold',
      color: '#ffcc00',
      type: 'simple',
    });
    await call('AttachTagToResources', { tagUuid: pattern.inventory.uuid, resourceUuids: [uuid] });
    const tagged = await call('QueryImage', {
      conditions: [{ name: '__userTag__', op: 'like', value: '%gold%' }],
      fields: 'uuid,name',
    });
    expect(tagged.inventories).toEqual([{ uuid, name: 'from an agent' }]);

    const renamed = await call('UpdateImage', { uuid, name: 'renamed', guestOsType: 'Linux' });
    expect(renamed.inventory).toMatchObject({ name: 'renamed', guestOsType: 'Linux' });
    await call('ChangeImageState', { uuid, stateEvent: 'disable' });
    const exported = await call('ExportImageFromBackupStorage', {
      imageUuid: uuid,
      backupStorageUuid: imageStore,
    });
    expect((await fetch(exported.imageUrl)).status).toBe(200);
    await call('DeleteImage', { uuid });
    await call('RecoverImage', { imageUuid: uuid });
    await call('DeleteImage', { uuid });
    await call('ExpungeImage', { imageUuid: uuid });
    expect(await imageOf(uuid)).toBeUndefined();
  });

  test('tells its agent why a call failed, and logs in anew where its session has ended', async () => {
    const missing = await server.execute('DeleteImage', { uuid: 'no uuid' });
    expect(missing).toMatchObject({ success: false, code: 'SYS.1003' });
    expect(missing.details.details).toContain('no uuid');
    const wrong = { conditions: [{ name: 'name', op: '?=', value: 'a,b' }] };
    expect(await server.execute('QueryImage', wrong)).toMatchObject({
      success: false,
      details: { details: 'unknown QueryOp type[?=]' },
    });
    const absent = await server.execute('QueryLoadBalancer', { conditions: [] });
    expect(absent).toMatchObject({ success: false, code: 'SYS.1014' });
    expect(absent.details.details).toContain('QueryLoadBalancer is an API of ZStack');
    expect(await server.execute('GetLicenseInfo', {})).toMatchObject({ code: 'SYS.1014' });
    const first = await call('QueryZone', { conditions: [] });
    await emulator.advance('3h');
    expect((await call('QueryZone', { conditions: [] })).total).toBe(first.total);
  });
});
