import { hideSecretsInUrl } from '../../core/secrets.js';
import { withoutPassword } from '../../core/url-credentials.js';
import { createHash } from 'node:crypto';
import { parseSize } from '../../core/sizes.js';
import { LruCache } from '../artifact/lru-cache.js';
import { IMAGE_FORMATS, type ImageFormat } from './image.js';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** What lies behind a url that nobody fetches. */
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

const FORMAT_OF_EXTENSION: Readonly<Record<string, ImageFormat>> = {
  qcow2: 'qcow2',
  qcow: 'qcow2',
  iso: 'iso',
  raw: 'raw',
  img: 'raw',
  vmdk: 'vmdk',
};

/**
 * Content of a url without fetching it (docs/images.md, "Where the bytes come from"): what the seed
 * says of it wins, then the hints in its fragment (`#size=40G&actualSize=2G&format=qcow2&content=x`),
 * then what its text gives: the extension tells the format, its SHA-256 the sizes.
 */
export function contentOfUrl(url: string, seeded: UrlHint | undefined): UrlContent {
  const { contentId, hints, extension, step } = TEXTS.getOrMake(url, () => textOf(url));
  const format =
    seeded?.format ?? formatOf(hints.get('format')) ?? FORMAT_OF_EXTENSION[extension] ?? null;
  const derived = derivedSizes(format, step);
  const size = seeded?.size ?? sizeOf(hints.get('size')) ?? derived.size;
  const given = seeded?.actualSize ?? sizeOf(hints.get('actualSize'));
  const actualSize = given ?? (format === 'iso' ? size : Math.min(size, derived.actualSize));
  return {
    contentId: seeded?.contentId ?? hints.get('content') ?? contentId,
    size,
    actualSize,
    format,
  };
}

/** What the text of a url gives. */
interface UrlText {
  /** It lives as long as images and volumes do, so it holds no credentials: who else may read is the same content. */
  readonly contentId: string;
  readonly hints: URLSearchParams;
  readonly extension: string;
  /** The first byte of its SHA-256. */
  readonly step: number;
}

/** A download asks for the same url again and again. */
const TEXTS = new LruCache<UrlText>(64);

function textOf(url: string): UrlText {
  const [address, fragment] = splitOnce(url, '#');
  const [path = ''] = address.split('?');
  const shown = hideSecretsInUrl(withoutPassword(address));
  return {
    contentId: `url:${shown}`,
    hints: new URLSearchParams(fragment),
    extension: /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '',
    step: createHash('sha256').update(shown, 'utf8').digest().readUInt8(0),
  };
}

/** `step` from 0 to 255 picks among round sizes. An ISO occupies all of its size. */
function derivedSizes(format: ImageFormat | null, step: number) {
  if (format === 'iso') {
    const size = 512 * MIB + step * 16 * MIB;
    return { size, actualSize: size };
  }
  return { size: (8 + (step % 8) * 8) * GIB, actualSize: 256 * MIB + step * 8 * MIB };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

const formatOf = (text: string | null) => IMAGE_FORMATS.find((format) => format === text);
const sizeOf = (text: string | null) => (text === null ? undefined : parseSize(text));
