import type { ImageFormat } from '../image/image.js';

const VMDK = 'http://www.vmware.com/interfaces/specifications/vmdk.html';

/** How a descriptor names the format of a disk; what has no published name gets one of the emulator's own. */
const URIS: Readonly<Record<ImageFormat, string>> = {
  vmdk: VMDK,
  qcow2: 'http://www.gnome.org/~markmc/qcow-image-format.html',
  iso: 'http://www.ecma-international.org/publications/standards/Ecma-119.htm',
  raw: 'urn:zstack-image-emulator:disk-format:raw',
};

/** The name of a disk's format. `isStream`: a VMDK that was made to be carried. */
export const uriOfFormat = (format: ImageFormat, isStream: boolean): string =>
  format === 'vmdk' && isStream ? `${VMDK}#streamOptimized` : URIS[format];

/** The format that a name or, where it is none that is known, the end of a file's name stands for. */
export function formatOfUri(uri: string | null, fileName: string): string | null {
  const known = Object.entries(URIS).find(
    ([, name]) => uri === name || uri?.startsWith(`${name}#`),
  );
  if (known) return known[0];
  return /\.([A-Za-z0-9]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? null;
}
