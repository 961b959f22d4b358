import { LruCache } from '../artifact/lru-cache.js';
import { parseSize } from '../../core/sizes.js';
import { IMAGE_FORMATS, type ImageFormat } from './image.js';

/** What a fragment may tell of the bytes behind its url (docs/images.md, "Where the bytes come from"). */
const HINTS: Readonly<
  Record<string, { readonly isValid: (value: string) => boolean; readonly form: string }>
> = {
  size: {
    isValid: isSize,
    form: 'a size such as 512M, 40G or 2T (a number alone: bytes), below 2^53',
  },
  actualSize: {
    isValid: isSize,
    form: 'a size such as 512M, 40G or 2T (a number alone: bytes), below 2^53',
  },
  format: { isValid: isFormat, form: `one of ${IMAGE_FORMATS.join(', ')}` },
  content: { isValid: (value) => value !== '', form: 'a name' },
  md5: { isValid: (value) => /^[0-9a-f]{32}$/i.test(value), form: '32 hex digits' },
  sha256: { isValid: (value) => /^[0-9a-f]{64}$/i.test(value), form: '64 hex digits' },
};

/** A url as it is meant. */
export interface UrlText {
  /** Without hints; of a `file://` url the path as it is, whatever stands in it. */
  readonly address: string;
  readonly size: number | undefined;
  readonly actualSize: number | undefined;
  readonly format: ImageFormat | undefined;
  readonly content: string | undefined;
  /** What the bytes must have, in lower case. */
  readonly sums: UrlSums;
  /** What of the hints does not parse, in words. */
  readonly problem: string | undefined;
}

export interface UrlSums {
  readonly md5: string | undefined;
  readonly sha256: string | undefined;
}

/** A download asks for the same url again and again. */
const TEXTS = new LruCache<UrlText>(64);

export const urlText = (url: string): UrlText => TEXTS.getOrMake(url, () => read(url));

function read(url: string): UrlText {
  const { address, fragment } = split(url);
  const pairs = new URLSearchParams(fragment);
  const hint = (name: string) => {
    const value = pairs.get(name);
    return value !== null && HINTS[name]?.isValid(value) === true ? value : undefined;
  };
  const sizeOf = (text: string | undefined) => (text === undefined ? undefined : parseSize(text));
  return {
    address,
    size: sizeOf(hint('size')),
    actualSize: sizeOf(hint('actualSize')),
    format: IMAGE_FORMATS.find((format) => format === hint('format')),
    content: hint('content'),
    sums: { md5: hint('md5')?.toLowerCase(), sha256: hint('sha256')?.toLowerCase() },
    problem: problemOf(pairs),
  };
}

/**
 * A `file://` text is a path, as it is for the real system's agents: only what names hints at its end is none. A
 * fragment without `=` is an anchor, which says nothing.
 */
function split(url: string): { address: string; fragment: string } {
  const isFile = url.startsWith('file:');
  const at = isFile ? url.lastIndexOf('#') : url.indexOf('#');
  const fragment = at === -1 ? '' : url.slice(at + 1);
  if (at === -1 || (isFile && !namesHints(fragment))) return { address: url, fragment: '' };
  return { address: url.slice(0, at), fragment: fragment.includes('=') ? fragment : '' };
}

const NAMES = Object.keys(HINTS);

const namesHints = (fragment: string) =>
  fragment.includes('=') &&
  [...new URLSearchParams(fragment).keys()].some((given) =>
    NAMES.some((name) => name.toLowerCase() === given.toLowerCase()),
  );

function problemOf(pairs: URLSearchParams): string | undefined {
  for (const [name, value] of pairs) {
    const hint = HINTS[name];
    if (!hint) {
      return `the hint[${name}] after the # of the url is none, valid hints are [${NAMES.join(', ')}]`;
    }
    if (!hint.isValid(value)) {
      return `the hint[${name}] after the # of the url must be ${hint.form}, but ${value} found`;
    }
  }
  return undefined;
}

function isSize(text: string): boolean {
  return parseSize(text) !== undefined;
}

function isFormat(text: string): boolean {
  return IMAGE_FORMATS.some((format) => format === text);
}
