import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Option, type Command } from 'commander';
import type { Inventory } from '../control-client.js';
import { CommandFailed } from '../exit-codes.js';
import { teach } from '../lesson.js';
import { metered } from '../metered.js';
import { printJson, printLine } from '../print.js';
import { bytesText, Progress } from '../progress.js';
import { writeWhole } from '../write-whole.js';
import { addImageTarget, BACKUP_STORAGE, IMAGE, ImageApi, type ImageOptions } from './image-api.js';

/** What is done to each of some images, by an action of the API. */
interface Verb {
  readonly name: string;
  readonly what: string;
  readonly did: string;
  readonly operation: string;
  readonly body: object;
}

const VERBS: readonly Verb[] = [
  {
    name: 'enable',
    what: 'let VMs and volumes be made of images again',
    did: 'enabled',
    operation: 'ChangeImageState',
    body: { changeImageState: { stateEvent: 'enable' } },
  },
  {
    name: 'disable',
    what: 'let nothing be made of images any more',
    did: 'disabled',
    operation: 'ChangeImageState',
    body: { changeImageState: { stateEvent: 'disable' } },
  },
  {
    name: 'recover',
    what: 'take back what was deleted, as long as it is not expunged',
    did: 'recovered',
    operation: 'RecoverImage',
    body: { recoverImage: {} },
  },
  {
    name: 'expunge',
    what: 'remove what was deleted, with its bytes and for good',
    did: 'expunged',
    operation: 'ExpungeImage',
    body: { expungeImage: {} },
  },
];

/** `images enable`, `disable`, `recover`, `expunge`. */
export function addVerbs(group: Command): void {
  for (const verb of VERBS) {
    const command = addImageTarget(
      group
        .command(verb.name)
        .description(verb.what)
        .argument('<images...>', 'their names or uuids'),
    );
    teach(command, {
      prints: 'a line for each that is done; with --json an array of their uuids',
      examples: { one: `images ${verb.name} centos-7.9` },
    });
    command.action((names: readonly string[], options: ImageOptions) =>
      each(names, options, verb.did, (api, uuid, name) => act(api, uuid, name, verb)),
    );
  }
}

const act = (api: ImageApi, uuid: string, name: string, { operation, body, did }: Verb) =>
  api.work({
    label: `${did} ${name}`,
    method: 'PUT',
    path: `/images/${uuid}/actions`,
    body,
    ifRefused: why(uuid, operation),
  });

const why = (uuid: string, operation: string) =>
  `'zstack-emulator explain ${uuid} --operation ${operation}' tells how it came to that.`;

/** One after the other: when one is refused, it is plain which are done. */
async function each(
  names: readonly string[],
  options: ImageOptions,
  did: string,
  work: (api: ImageApi, uuid: string, name: string) => Promise<unknown>,
): Promise<void> {
  await ImageApi.use(options, async (api) => {
    const done: string[] = [];
    for (const name of names) {
      const uuid = String((await api.find(IMAGE, name))['uuid']);
      await work(api, uuid, name);
      done.push(uuid);
      if (!options.json) printLine(`${did} ${name}`);
    }
    if (options.json) printJson(done);
  });
}

interface DeleteOptions extends ImageOptions {
  readonly storage?: readonly string[];
  readonly expunge?: boolean;
}

/** `images delete`: by the deletion policy, or for good. */
export function addDelete(group: Command): void {
  const command = addImageTarget(
    group
      .command('delete')
      .description('delete images: by the deletion policy, so that they may come back')
      .argument('<images...>', 'their names or uuids')
      .option('--storage <name...>', 'only on these backup storages')
      .option('--expunge', 'and remove them for good, with their bytes'),
  );
  teach(command, {
    prints: 'a line for each that is gone; with --json an array of their uuids',
    examples: {
      one: 'images delete centos-7.9',
      'for good': 'images delete centos-7.9 --expunge',
      'all that are switched off':
        "images list --where \"state='Disabled'\" --json | jq -r '.[].uuid' | xargs zstack-emulator images delete",
    },
  });
  command.action((names: readonly string[], options: DeleteOptions) =>
    each(names, options, options.expunge ? 'deleted and expunged' : 'deleted', (api, uuid, name) =>
      remove(api, uuid, name, options),
    ),
  );
}

async function remove(api: ImageApi, uuid: string, name: string, options: DeleteOptions) {
  const query = new URLSearchParams();
  for (const storage of options.storage ?? []) {
    query.append('backupStorageUuids', String((await api.find(BACKUP_STORAGE, storage))['uuid']));
  }
  const search = query.size === 0 ? '' : `?${query.toString()}`;
  await api.work({
    label: `deleting ${name}`,
    method: 'DELETE',
    path: `/images/${uuid}${search}`,
    ifRefused: why(uuid, 'DeleteImage'),
  });
  // What was still being uploaded is gone with its deletion.
  if (!options.expunge || !(await api.isThere(IMAGE, uuid))) return;
  await api.work({
    label: `expunging ${name}`,
    method: 'PUT',
    path: `/images/${uuid}/actions`,
    body: { expungeImage: {} },
    ifRefused: why(uuid, 'ExpungeImage'),
  });
}

interface ExportOptions extends ImageOptions {
  readonly storage?: string;
  readonly format?: string;
  readonly out?: string;
}

/** `images export`: its bytes at an address, or in a file of this machine. */
export function addExport(group: Command): void {
  const command = addImageTarget(
    group
      .command('export')
      .description('make the bytes of an image readable at an address, or fetch them')
      .argument('<image>', 'its name or uuid')
      .option('--storage <name>', 'the backup storage (default: the first that it lies on)')
      .addOption(
        new Option('--format <format>', 'qcow2 or raw (default: as it is)').choices([
          'qcow2',
          'raw',
        ]),
      )
      .option('--out <file>', 'fetch the bytes to this file, too; one that is there is replaced'),
  );
  teach(command, {
    prints: 'the address; with --json `imageUrl`, `exportMd5Sum` and, with --out, `file`, `bytes`',
    examples: {
      'its address': 'images export centos-7.9',
      'its bytes': 'images export centos-7.9 --out centos.qcow2',
    },
  });
  command.action((image: string, options: ExportOptions) =>
    ImageApi.use(options, (api) => exportImage(api, image, options)),
  );
}

async function exportImage(api: ImageApi, name: string, options: ExportOptions): Promise<void> {
  const image = await api.find(IMAGE, name);
  const uuid = String(image['uuid']);
  const storage = await exportingStorage(api, image, options.storage);
  const { imageUrl, exportMd5Sum } = await api.work({
    label: `exporting ${name}`,
    method: 'PUT',
    path: `/backup-storage/${storage}/actions`,
    body: {
      exportImageFromBackupStorage: {
        imageUuid: uuid,
        ...(options.format === undefined ? {} : { exportFormat: options.format }),
      },
    },
    ifRefused: `Image stores and Ceph storages export, Sftp storages do not; 'zstack-emulator images show ${uuid}' tells where it lies.`,
  });
  const { out: file } = options;
  const bytes = file === undefined ? undefined : await download(String(imageUrl), file, name);
  if (options.json) printJson({ imageUrl, exportMd5Sum, ...(file ? { file, bytes } : {}) });
  else printLine(file ? `wrote ${name} to ${file} (${bytesText(bytes ?? 0)})` : String(imageUrl));
}

async function exportingStorage(api: ImageApi, image: Inventory, named?: string): Promise<string> {
  if (named !== undefined) return String((await api.find(BACKUP_STORAGE, named))['uuid']);
  const refs = (image['backupStorageRefs'] ?? []) as readonly Inventory[];
  const uuids = refs.map(({ backupStorageUuid }) => String(backupStorageUuid));
  for (const uuid of uuids) {
    // Sftp storages export nothing.
    const { type } = await api.find(BACKUP_STORAGE, uuid);
    if (type !== 'SftpBackupStorage') return uuid;
  }
  if (uuids[0] !== undefined) return uuids[0];
  throw new CommandFailed(`${String(image['name'])} lies on no backup storage`);
}

async function download(address: string, file: string, name: string): Promise<number> {
  const response = await fetch(address);
  if (!response.ok) throw new CommandFailed(`${address} answers ${response.status}`);
  const total = Number(response.headers.get('content-length') ?? 0);
  const progress = new Progress({ label: `fetching ${name}`, total, unit: 'bytes' });
  const meter = metered(progress);
  try {
    await writeWhole(file, async (partial) => {
      const bytes = Readable.fromWeb(response.body ?? new Blob([]).stream());
      await pipeline(bytes, meter, createWriteStream(partial, { flags: 'wx', mode: 0o600 }));
    });
  } finally {
    progress.end();
  }
  return meter.length();
}
