import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ADMIN_SESSION, ROOT, SEED } from '../support/emulator';
import { EmulatorProcess, temporaryFolder } from '../support/process';
import { needs } from '../support/tools';

/*
 * Clients that generators make of the OpenAPI document live the README's story: make an image, find it, delete it.
 */

const run = promisify(execFile);
const DOCUMENT = join(ROOT, 'openapi', 'openapi.json');

const typescript = needs('openapi-typescript');
const python = needs('openapi-python-client');

const STORY_TS = `
import type { paths } from './api.js';

type Making = paths['/zstack/v1/images/root-volume-templates/from/volumes/{rootVolumeUuid}']['post'];
type Body = Making['requestBody']['content']['application/json'];
type Made = Making['responses'][200]['content']['application/json'];
type Found = paths['/zstack/v1/images']['get']['responses'][200]['content']['application/json'];

const base = process.argv[2] + '/v1/images';
const headers = { Authorization: 'OAuth ${ADMIN_SESSION}' };
const body: Body = {
  params: { name: 'my-first-image', backupStorageUuids: ['${SEED.backupStorages.imageStore}'] },
};
// @ts-expect-error -- a name is needed
const wrong: Body = { params: {} };
void wrong;
const made = (await (
  await fetch(base + '/root-volume-templates/from/volumes/${SEED.volumes.runningLinux}', {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
).json()) as Made;
const found = (await (await fetch(base + '?q=name=my-first-image', { headers })).json()) as Found;
const [image] = found.inventories ?? [];
console.log(image?.uuid === made.inventory?.uuid, image?.status, image?.backupStorageRefs[0]?.status);
`;

typescript.test(
  `a client in TypeScript compiles in strict mode and does it ${typescript.note}`,
  async () => {
    const folder = temporaryFolder();
    await run('openapi-typescript', [DOCUMENT, '-o', join(folder, 'api.d.ts')]);
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'story.ts'), STORY_TS);
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const strict = ['--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes'];
    const node = ['--module', 'nodenext', '--target', 'es2022', '--types', 'node'];
    const roots = ['--typeRoots', join(ROOT, 'node_modules', '@types')];
    await run(process.execPath, [tsc, ...strict, ...node, ...roots, 'story.ts'], { cwd: folder });
    const emulator = await EmulatorProcess.start(':memory:');
    const { stdout } = await run(process.execPath, [join(folder, 'story.js'), emulator.url]);
    expect(stdout).toBe('true Ready Ready\n');
  },
);

const STORY_PY = `
import sys
from z_stack_image_api_emulated_client import AuthenticatedClient
from z_stack_image_api_emulated_client.api.images import create_root_volume_template_from_root_volume as create
from z_stack_image_api_emulated_client.api.images import delete_image, query_image
from z_stack_image_api_emulated_client.models import (
    CreateRootVolumeTemplateFromRootVolumeRequest as Request,
    CreateRootVolumeTemplateFromRootVolumeRequestParams as Params,
)
client = AuthenticatedClient(base_url=sys.argv[1], token="${ADMIN_SESSION}", prefix="OAuth")
made = create.sync("${SEED.volumes.runningLinux}", client=client, body=Request(params=Params(name="my-first-image")))
found = query_image.sync(client=client, q=["name=my-first-image"])
print(found.inventories[0].uuid == made.inventory.uuid, found.inventories[0].status)
print(int(delete_image.sync_detailed(made.inventory.uuid, client=client).status_code))
`;

python.test(`a client in Python does it ${python.note}`, async () => {
  const folder = temporaryFolder();
  const words = ['generate', '--path', DOCUMENT, '--output-path', 'client', '--meta', 'none'];
  await run('openapi-python-client', words, { cwd: folder }).catch(() => undefined);
  await run('mv', ['client', 'z_stack_image_api_emulated_client'], { cwd: folder });
  writeFileSync(join(folder, 'story.py'), STORY_PY);
  // What the client needs the generator needs, too.
  const tool = execFileSync('which', ['openapi-python-client'], { encoding: 'utf8' }).trim();
  const interpreter = join(dirname(tool), 'python');
  const emulator = await EmulatorProcess.start(':memory:');
  const { stdout } = await run(interpreter, ['story.py', emulator.url.replace('/zstack', '')], {
    cwd: folder,
  });
  expect(stdout).toBe('True Ready\n200\n');
});
