import { STORE } from '../../core/store-name.js';

/** Where a store is, and what opens it. */
export interface StoreAddress {
  /** Begins every url: `https://bucket.s3.eu-west-1.amazonaws.com/` or `http://localhost:9000/bucket/`. */
  readonly base: string;
  /** Begins every key: empty, or ends with `/`. */
  readonly prefix: string;
  readonly region: string;
  readonly credentials: StoreCredentials;
}

export interface StoreCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

const DEFAULT_REGION = 'us-east-1';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The store of this name, by the usual variables of AWS. With an endpoint the bucket is a part of the path, as stores
 * beside AWS have it.
 * @throws {Error} with a sentence for what is missing; nothing of a key is in it
 */
export function storeAddress(store: string, variables: Variables): StoreAddress {
  const [, bucket, folder = ''] = STORE.exec(store) ?? [];
  if (bucket === undefined) throw new Error('EMULATOR_STORE is no s3://bucket/prefix');
  const region = given(variables, 'AWS_REGION', 'AWS_DEFAULT_REGION') ?? DEFAULT_REGION;
  const endpoint = given(variables, 'AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL');
  return {
    base:
      endpoint === undefined
        ? baseAtAws(bucket, region)
        : `${checkedEndpoint(endpoint).replace(/\/+$/, '')}/${bucket}/`,
    prefix: folder === '' ? '' : `${folder.slice(1)}/`,
    region,
    credentials: {
      accessKeyId: needed(variables, 'AWS_ACCESS_KEY_ID'),
      secretAccessKey: needed(variables, 'AWS_SECRET_ACCESS_KEY'),
      sessionToken: given(variables, 'AWS_SESSION_TOKEN'),
    },
  };
}

/** No certificate is for a name with a dot in front of that of the service. */
const baseAtAws = (bucket: string, region: string): string =>
  bucket.includes('.')
    ? `https://s3.${region}.amazonaws.com/${bucket}/`
    : `https://${bucket}.s3.${region}.amazonaws.com/`;

const given = (variables: Variables, ...names: string[]): string | undefined =>
  names.map((name) => variables[name]).find((value) => value !== undefined && value !== '');

function needed(variables: Variables, name: string): string {
  const value = given(variables, name);
  if (value !== undefined) return value;
  throw new Error(`EMULATOR_STORE needs ${name}, which is not set`);
}

function checkedEndpoint(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isPlain = url && /^https?:$/.test(url.protocol) && url.username + url.password === '';
  if (isPlain && url.search + url.hash === '') return endpoint;
  throw new Error(
    'AWS_ENDPOINT_URL is no address of a store: expected http://host:port or https://host, without a user, a password or a query',
  );
}
