import { SaxesParser } from 'saxes';
import type { Page } from './object-store.js';

/** The answer of ListObjectsV2. @throws {Error} for what is none */
export function readListing(xml: string): Page {
  const keys: string[] = [];
  const folders: string[] = [];
  let isMore = false;
  let isListing = false;
  const path: string[] = [];
  let text = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  // Entities of its own are none of S3.
  parser.on('doctype', () => {
    throw new Error('the listing of a store has no document type');
  });
  parser.on('opentag', ({ name }) => {
    path.push(name);
    text = '';
  });
  parser.on('text', (piece) => (text += piece));
  parser.on('closetag', () => {
    const at = path.join('/');
    if (at === 'ListBucketResult/Contents/Key') keys.push(text);
    else if (at === 'ListBucketResult/CommonPrefixes/Prefix') folders.push(text);
    else if (at === 'ListBucketResult/IsTruncated') isMore = text.trim() === 'true';
    else if (at === 'ListBucketResult') isListing = true;
    path.pop();
    text = '';
  });
  parser.write(xml).close();
  if (!isListing) throw new Error('what the store answers is no listing');
  return { keys, folders, isMore };
}
