import type { Command } from 'commander';
import { printable } from '../../core/terminal.js';
import type { Inventory } from '../control-client.js';
import { given } from '../in-environment.js';
import { teach } from '../lesson.js';
import { printJson, printTable } from '../print.js';
import { wholeNumber } from '../whole-number.js';
import { addImageTarget, IMAGE, ImageApi, usage, type ImageOptions } from './image-api.js';
import { COLUMNS, printImage } from './print-image.js';

interface ListOptions extends ImageOptions {
  readonly where?: string;
  readonly sort?: string;
  readonly limit?: string;
  readonly start?: string;
}

/** `images list`: those that meet a condition. */
export function addList(group: Command): void {
  const command = addImageTarget(
    group
      .command('list')
      .description('list the images that there are, or those that meet a condition')
      .option(
        '--where <condition>',
        'in the query language (ZQL), such as "status = \'Ready\' and size > 1073741824"',
      )
      .option('--sort <field>', 'by this field, downwards with a minus (default: createDate)')
      .option('--limit <number>', 'at most so many (default: 100)')
      .option('--start <number>', 'leave out so many'),
  );
  teach(command, {
    prints: 'a line for each image; with --json an array of their inventories',
    examples: {
      'all of them': 'images list',
      'those that are not Ready': `images list --where "status!='Ready'"`,
      'those on a storage, the largest first': `images list --where "backupStorage.name='sftp-1'" --sort=-size`,
      'their uuids': "images list --json | jq -r '.[].uuid'",
    },
  });
  command.action((options: ListOptions) => ImageApi.use(options, (api) => list(api, options)));
}

async function list(api: ImageApi, options: ListOptions): Promise<void> {
  const statement = statementOf(options);
  const { results } = await api.get(
    `/zql?zql=${encodeURIComponent(statement)}`,
    options.where === undefined
      ? undefined
      : "A condition looks like --where \"name like 'web-%' and status = 'Ready'\"; what an image has to ask for is what 'images show NAME --json' prints.",
  );
  const [{ inventories = [], total = 0 } = {}] = results as readonly {
    readonly inventories?: readonly Inventory[];
    readonly total?: number;
  }[];
  if (options.json) printJson(inventories);
  else printTable(inventories, COLUMNS, 'there are no such images');
  const last = (wholeNumber('--start', options.start) ?? 0) + inventories.length;
  if (last < total && inventories.length > 0) {
    process.stderr.write(printable(`${total - last} more; see --limit and --start\n`));
  }
}

/** The question in ZQL; a condition that is none is refused by whom it is asked. */
function statementOf({ where, sort = 'createDate', limit, start }: ListOptions): string {
  const [, minus, field] = /^([+-]?)([A-Za-z]\w{0,63})$/.exec(sort) ?? [];
  if (field === undefined) throw usage(`--sort is '${sort}': expected a field, such as -size`);
  const condition = where === undefined ? '' : ` where ${where}`;
  const most = wholeNumber('--limit', limit) ?? 100;
  const from = wholeNumber('--start', start);
  return (
    `query image${condition} return with (total) order by ${field} ${minus === '-' ? 'desc' : 'asc'}` +
    ` limit ${most}${from === undefined ? '' : ` offset ${from}`}`
  );
}

/** `images show`: one of them. */
export function addShow(group: Command): void {
  const command = addImageTarget(
    group
      .command('show')
      .description('show one image: what it is, and where it lies')
      .argument('<image>', 'its name or uuid'),
  );
  teach(command, {
    prints: 'a line for each of its properties; with --json its inventory',
    examples: {
      'by its name': 'images show centos-7.9',
      'its MD5': 'images show centos-7.9 --json | jq -r .md5Sum',
    },
  });
  command.action((image: string, options: ImageOptions) =>
    ImageApi.use(options, async (api) => printImage(await api.find(IMAGE, image), options)),
  );
}

interface UpdateOptions extends ImageOptions {
  readonly name?: string;
  readonly description?: string;
  readonly guestOs?: string;
}

/** `images update`: another name, description or system. */
export function addUpdate(group: Command): void {
  const command = addImageTarget(
    group
      .command('update')
      .description('give an image another name, description or guest system')
      .argument('<image>', 'its name or uuid')
      .option('--name <name>', 'its new name')
      .option('--description <text>', 'its new description')
      .option('--guest-os <type>', 'its new guest system, such as "CentOS 7"'),
  );
  teach(command, {
    prints: 'the image as it is now; with --json its inventory',
    examples: { 'another name': 'images update centos-7.9 --name centos-old' },
  });
  command.action((image: string, options: UpdateOptions) => {
    const { name, description, guestOs: guestOsType } = options;
    const changes = given({ name, description, guestOsType });
    if (Object.keys(changes).length === 0) {
      throw usage('say what changes: --name, --description or --guest-os');
    }
    return ImageApi.use(options, async (api) => {
      const { uuid } = await api.find(IMAGE, image);
      const { inventory } = await api.work({
        label: `updating ${image}`,
        method: 'PUT',
        path: `/images/${String(uuid)}/actions`,
        body: { updateImage: changes },
      });
      printImage(inventory as Inventory, options);
    });
  });
}
