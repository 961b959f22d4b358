import { createHash } from 'node:crypto';
import { hideSecretsInUrl } from '../../core/secrets.js';
import { withoutPassword } from '../../core/url-credentials.js';
import { LruCache } from '../artifact/lru-cache.js';
import type { ImageFormat } from './image.js';
import { urlText } from './url-text.js';
import { wellKnownImage, type WellKnownImage } from './well-known-images.js';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** What lies behind a url. */
export interface UrlContent {
  /** Identity of the bytes: equal urls have equal content. */
  readonly contentId: string;
  /** Virtual size in bytes. */
  readonly size: number;
  /** Bytes that a storage holds of it. */
  readonly actualSize: number;
  /** What the bytes are, or null when the url does not say: then what the caller said holds. */
  readonly format: ImageFormat | null;
}

/** What a seed says of a url; null: derived from the url. */
export interface UrlHint {
  readonly url: string;
  readonly contentId: string | null;
  readonly size: number | null;
  readonly actualSize: number | null;
  readonly format: ImageFormat | null;
  /** The reason why a download of it fails, or null. */
  readonly failure: string | null;
}

export interface UrlHintRepository {
  insert(hint: UrlHint): void;
  find(url: string): UrlHint | undefined;
}

/** `.img` says nothing: most published ones are qcow2. */
const FORMAT_OF_EXTENSION: Readonly<Record<string, ImageFormat>> = {
  qcow2: 'qcow2',
  qcow2c: 'qcow2',
  qcow: 'qcow2',
  iso: 'iso',
  raw: 'raw',
  vmdk: 'vmdk',
};

/**
 * Content of a url without fetching it (docs/images.md, "Where the bytes come from"): what the seed
 * says of it wins, then the hints in its fragment (`#size=40G&actualSize=2G&format=qcow2&content=x`),
 * then what is known of its file's name, then what its text gives: the extension tells the format, its SHA-256
 * the sizes. `said` is the caller's format, for the sizes of a url that says none.
 */
export function contentOfUrl(
  url: string,
  seeded: UrlHint | undefined,
  said: ImageFormat | null,
): UrlContent {
  const hints = urlText(url);
  const { contentId, extension, known, step } = ADDRESSES.getOrMake(hints.address, () =>
    readAddress(hints.address),
  );
  const format =
    seeded?.format ?? hints.format ?? known?.format ?? FORMAT_OF_EXTENSION[extension] ?? null;
  const derived = derivedSizes(format ?? said, step);
  const size = seeded?.size ?? hints.size ?? known?.size ?? derived.size;
  const given = seeded?.actualSize ?? hints.actualSize;
  const likely = Math.min(size, known?.actualSize ?? derived.actualSize);
  // An ISO occupies all of its size.
  const actualSize = given ?? ((format ?? said) === 'iso' ? size : likely);
  return { contentId: seeded?.contentId ?? hints.content ?? contentId, size, actualSize, format };
}

/** What the text of an address gives. */
interface Address {
  /** It lives as long as images and volumes do, so it holds no credentials: who else may read is the same content. */
  readonly contentId: string;
  readonly extension: string;
  readonly known: WellKnownImage | undefined;
  /** The first byte of its SHA-256. */
  readonly step: number;
}

/** A download asks for the same address again and again. */
const ADDRESSES = new LruCache<Address>(64);

function readAddress(address: string): Address {
  // What follows a `?` belongs to the name of a file, and is none of the path of a web address.
  const [path = ''] = address.startsWith('file:') ? [address] : address.split('?');
  const name = path.slice(path.lastIndexOf('/') + 1);
  const shown = hideSecretsInUrl(withoutPassword(address));
  return {
    contentId: `url:${shown}`,
    extension: /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '',
    known: wellKnownImage(name),
    step: createHash('sha256').update(shown, 'utf8').digest().readUInt8(0),
  };
}

/** `step` from 0 to 255 picks among round sizes. */
function derivedSizes(format: ImageFormat | null, step: number) {
  if (format === 'iso') {
    const size = 512 * MIB + step * 16 * MIB;
    return { size, actualSize: size };
  }
  return { size: (8 + (step % 8) * 8) * GIB, actualSize: 256 * MIB + step * 8 * MIB };
}
