import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { setTimeout as realDelay } from 'node:timers/promises';
import { Option, type Command } from 'commander';
import type { Inventory } from '../control-client.js';
import { CommandFailed } from '../exit-codes.js';
import { given } from '../in-environment.js';
import { teach } from '../lesson.js';
import {
  addImageTarget,
  BACKUP_STORAGE,
  IMAGE,
  ImageApi,
  SNAPSHOT,
  usage,
  VM,
  VOLUME,
  type ImageOptions,
} from './image-api.js';
import { printMade } from './print-image.js';

interface MakeOptions extends ImageOptions {
  readonly storage?: readonly string[];
  readonly description?: string;
  readonly platform?: string;
  readonly guestOs?: string;
  readonly architecture?: string;
  readonly wait: boolean;
}

interface AddOptions extends MakeOptions {
  readonly from?: string;
  readonly file?: string;
  readonly format?: string;
  readonly mediaType?: string;
}

interface TemplateOptions extends MakeOptions {
  readonly vm?: string;
  readonly volume?: string;
  readonly snapshot?: string;
  readonly data?: boolean;
}

const FORMATS = ['qcow2', 'raw', 'iso', 'vmdk'];
const MEDIA_TYPES = ['RootVolumeTemplate', 'DataVolumeTemplate', 'ISO'];
const FIRST_ENABLED = `/backup-storage?q=${encodeURIComponent('state=Enabled')}&q=${encodeURIComponent('status=Connected')}&sort=%2Bname&limit=1`;

/** What an image is said to be, whatever it is made of. */
function addWords(command: Command): Command {
  return addImageTarget(
    command
      .option('--description <text>', 'its description')
      .addOption(
        new Option('--platform <platform>', 'Linux, Windows, Paravirtualization or Other').choices([
          'Linux',
          'Windows',
          'Paravirtualization',
          'Other',
        ]),
      )
      .option('--guest-os <type>', 'its guest system, such as "CentOS 7"')
      .option('--architecture <name>', 'x86_64, aarch64, ...')
      .option('--no-wait', 'print the job and do not wait for its end'),
  );
}

const wordsOf = ({ description, platform, guestOs, architecture }: MakeOptions) =>
  given({ description, platform, guestOsType: guestOs, architecture });

const uuidsOf = async (api: ImageApi, names: readonly string[]) => {
  const found = [];
  for (const name of names) found.push((await api.find(BACKUP_STORAGE, name))['uuid']);
  return found;
};

/** `images add`: from an address, or of a file on this machine. */
export function addAdd(group: Command): void {
  const command = addWords(
    group
      .command('add')
      .description('add an image from an address, or upload a file of this machine')
      .argument('<name>', 'its name')
      .option('--from <address>', 'where its bytes are: http://, https://, ftp:// or file:///')
      .option('--file <file>', 'a file of this machine, which is uploaded')
      .option(
        '--storage <name...>',
        'backup storages, by name or uuid (default: the first, by name, that is enabled and connected)',
      )
      .addOption(
        new Option(
          '--format <format>',
          'qcow2, raw, iso or vmdk (default: by the end of the name, else qcow2)',
        ).choices(FORMATS),
      )
      .addOption(
        new Option(
          '--media-type <type>',
          'RootVolumeTemplate, DataVolumeTemplate or ISO (default: by the format)',
        ).choices(MEDIA_TYPES),
      ),
  );
  teach(command, {
    prints: 'the image once it is Ready; with --json its inventory',
    examples: {
      'what is behind an address':
        'images add ubuntu --from http://mirror.example/ubuntu-24.04.qcow2 --storage imagestore-1',
      'a file of this machine': 'images add mine --file ./disk.qcow2 --storage imagestore-1',
      'an ISO, on two storages':
        'images add dvd --from http://mirror.example/dvd.iso --storage imagestore-1 sftp-1',
    },
    exits: { failed: 'failed; standard error says why, and no image is left' },
  });
  command.action((name: string, options: AddOptions) => {
    if ((options.from === undefined) === (options.file === undefined)) {
      throw usage('say where its bytes are: --from ADDRESS, or --file FILE');
    }
    return ImageApi.use(options, (api) => add(api, name, options));
  });
}

async function add(api: ImageApi, name: string, options: AddOptions): Promise<void> {
  const { from, file } = options;
  const source = from ?? basename(file ?? '');
  // Whether the file can be read is known before anything is made.
  const bytes = file === undefined ? undefined : await readable(file);
  const format = options.format ?? formatOf(source);
  const mediaType = options.mediaType ?? (format === 'iso' ? 'ISO' : undefined);
  const params = {
    name,
    url: from ?? `upload://${source}`,
    format,
    ...given({ mediaType }),
    ...wordsOf(options),
    backupStorageUuids: await storagesOf(api, options),
  };
  const label = `adding ${name}`;
  const work = { label, method: 'POST', path: '/images', body: { params } } as const;
  const answer = await api.work(work, bytes !== undefined || options.wait);
  const made = bytes
    ? { inventory: await upload(api, answer['inventory'] as Inventory, bytes, source) }
    : answer;
  printMade(made, options);
}

async function storagesOf(api: ImageApi, { storage }: MakeOptions): Promise<readonly unknown[]> {
  if (storage) return uuidsOf(api, storage);
  const { inventories } = await api.get(FIRST_ENABLED);
  const [first] = inventories as readonly Inventory[];
  if (first) return [first['uuid']];
  throw new CommandFailed(
    'no backup storage is enabled and connected; say one with --storage, or mend one of those that there are',
  );
}

/** By the end of a name: an address may say more behind it. */
function formatOf(source: string): string {
  const end = extname(source.replace(/[?#].*$/s, ''))
    .slice(1)
    .toLowerCase();
  return FORMATS.includes(end) ? end : 'qcow2';
}

async function readable(file: string): Promise<Blob> {
  try {
    if ((await stat(file)).isFile()) return await openAsBlob(file);
  } catch {
    throw new CommandFailed(`there is no file ${file} that can be read`);
  }
  throw new CommandFailed(`${file} is no file, but a directory or a device`);
}

/** Sends a file to where the image says, and waits until it is what it will be. */
async function upload(
  api: ImageApi,
  image: Inventory,
  bytes: Blob,
  source: string,
): Promise<Inventory> {
  const uuid = String(image['uuid']);
  const [ref] = image['backupStorageRefs'] as readonly Inventory[];
  const form = new FormData();
  form.append('file', bytes, source);
  const headers = { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': String(bytes.size) };
  return api.watching(`uploading ${source}`, async ({ signal }) => {
    const answer = await fetch(String(ref?.['installPath']), {
      method: 'POST',
      headers,
      body: form,
      ...(signal ? { signal } : {}),
    });
    if (!answer.ok) {
      throw new CommandFailed(
        `the upload was refused: ${await answer.text()}\n'zstack-emulator explain ${uuid}' tells how the image stands.`,
      );
    }
    await answer.body?.cancel();
    for (;;) {
      const found = await api.find(IMAGE, uuid).catch(() => undefined);
      if (!found || found['status'] === 'Error') {
        throw new CommandFailed(
          `the image came to nothing; 'zstack-emulator explain ${uuid}' tells why.`,
        );
      }
      if (found['status'] !== 'Downloading') return found;
      await realDelay(100, undefined, signal ? { signal } : {});
    }
  });
}

/** `images template`: of a volume or a snapshot. */
export function addTemplate(group: Command): void {
  const command = addWords(
    group
      .command('template')
      .description('make an image of the root volume of a VM, of a volume or of a snapshot')
      .argument('<name>', 'its name')
      .option('--vm <vm>', 'of the root volume of this VM')
      .option('--volume <volume>', 'of this volume; a data volume gives a template of data volumes')
      .option('--snapshot <snapshot>', 'of this snapshot of a volume')
      .option('--data', 'a template of data volumes, also of a root volume or its snapshot')
      .option('--storage <name...>', 'backup storages, by name or uuid (default: one that suits)'),
  );
  teach(command, {
    prints: 'the image once it is Ready; with --json its inventory',
    examples: {
      'of a VM': 'images template web-golden --vm web-1',
      'of a volume, on one storage':
        'images template web-golden --volume d0000000000040008000000000000001 --storage imagestore-1',
    },
    exits: { failed: 'failed; standard error says why, and no image is left' },
  });
  command.action((name: string, options: TemplateOptions) => {
    const sources = [options.vm, options.volume, options.snapshot];
    if (sources.filter((one) => one !== undefined).length !== 1) {
      throw usage('say what it is made of: --vm, --volume or --snapshot');
    }
    return ImageApi.use(options, (api) => template(api, name, options));
  });
}

async function template(api: ImageApi, name: string, options: TemplateOptions): Promise<void> {
  const { path, uuid } = await sourceOf(api, options);
  const storages = options.storage ? await uuidsOf(api, options.storage) : undefined;
  const isData = path.startsWith('/images/data');
  const { architecture, ...words } = wordsOf(options);
  const params = {
    name,
    ...(isData
      ? given({ description: options.description })
      : { ...words, ...given({ architecture }) }),
    ...given({ backupStorageUuids: storages }),
  };
  const answer = await api.work(
    {
      label: `making ${name}`,
      method: 'POST',
      path,
      body: { params },
      ifRefused: `'zstack-emulator explain ${uuid}' tells how what it is made of came to be as it is.`,
    },
    options.wait,
  );
  printMade(answer, options);
}

async function sourceOf(api: ImageApi, { vm, volume, snapshot, data }: TemplateOptions) {
  const kindOf = (isData: boolean) => `/images/${isData ? 'data' : 'root'}-volume-templates/from`;
  if (snapshot !== undefined) {
    const { uuid, volumeType } = await api.find(SNAPSHOT, snapshot);
    const isData = data ?? volumeType === 'Data';
    return { uuid: String(uuid), path: `${kindOf(isData)}/volume-snapshots/${String(uuid)}` };
  }
  const found =
    vm === undefined
      ? await api.find(VOLUME, volume ?? '')
      : await api.find(VOLUME, String((await api.find(VM, vm))['rootVolumeUuid']));
  const uuid = String(found['uuid']);
  const isData = data ?? found['type'] === 'Data';
  return { uuid, path: `${kindOf(isData)}/volumes/${uuid}` };
}
