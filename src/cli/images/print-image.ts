import type { ApiAnswer } from '../../app/image-api-client.js';
import type { Inventory } from '../control-client.js';
import { printCard, printJson, printLine, type Columns } from '../print.js';
import { bytesText } from '../progress.js';

const size = (bytes: unknown) => bytesText(Number(bytes));

const refsOf = ({ backupStorageRefs }: Inventory) =>
  (backupStorageRefs ?? []) as readonly Inventory[];

export const COLUMNS: Columns = {
  UUID: ({ uuid }) => uuid,
  NAME: ({ name }) => name,
  STATUS: ({ status }) => status,
  STATE: ({ state }) => state,
  'MEDIA TYPE': ({ mediaType }) => mediaType,
  FORMAT: ({ format }) => format,
  SIZE: ({ size: bytes }) => size(bytes),
  STORED: ({ actualSize }) => size(actualSize),
  STORAGES: (image) => refsOf(image).length,
};

const CARD: Columns = {
  uuid: ({ uuid }) => uuid,
  name: ({ name }) => name,
  description: ({ description }) => description,
  status: ({ status }) => status,
  state: ({ state }) => state,
  'media type': ({ mediaType }) => mediaType,
  format: ({ format }) => format,
  platform: ({ platform }) => platform,
  'guest os': ({ guestOsType }) => guestOsType,
  architecture: ({ architecture }) => architecture,
  size: ({ size: bytes }) => size(bytes),
  stored: ({ actualSize }) => size(actualSize),
  md5: ({ md5Sum }) => md5Sum,
  url: ({ url }) => url,
  created: ({ createDate }) => createDate,
  'last change': ({ lastOpDate }) => lastOpDate,
};

/** One image, for people or for scripts. */
export function printImage(image: Inventory, { json }: { json?: boolean }): void {
  if (json) {
    printJson(image);
    return;
  }
  printCard(image, CARD);
  for (const { backupStorageUuid, status, installPath, exportUrl } of refsOf(image)) {
    printLine(`on ${String(backupStorageUuid)}  ${String(status)}  ${String(installPath)}`);
    if (typeof exportUrl === 'string') printLine(`   exported to ${exportUrl}`);
  }
}

/** What came of a call about an image: the image, or the job that nobody waits for. */
export function printMade(answer: ApiAnswer, options: { json?: boolean }): void {
  const { inventory, jobUuid } = answer;
  if (inventory !== undefined) printImage(inventory as Inventory, options);
  else if (options.json) printJson({ jobUuid });
  else
    printLine(
      `job ${String(jobUuid)} goes on; 'zstack-emulator explain ${String(jobUuid)}' tells how it stands`,
    );
}
