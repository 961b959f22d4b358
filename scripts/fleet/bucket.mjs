// A bucket of an S3-compatible store, as the settings of the emulator name it: what the fleet's tests need of one.
import { AwsClient } from 'aws4fetch';

export class Bucket {
  #client;
  #base;
  /** Where it lies, e.g. http://127.0.0.1:7070/bucket. */
  url;
  prefix;

  /** @param {{EMULATOR_STORE: string, AWS_ENDPOINT_URL_S3: string}} settings with the usual AWS_ variables */
  constructor(settings) {
    const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(settings.EMULATOR_STORE);
    this.url = `${settings.AWS_ENDPOINT_URL_S3.replace(/\/$/, '')}/${bucket}`;
    this.prefix = prefix;
    this.#base = prefix === '' ? this.url : `${this.url}/${prefix}`;
    this.#client = new AwsClient({
      accessKeyId: settings.AWS_ACCESS_KEY_ID,
      secretAccessKey: settings.AWS_SECRET_ACCESS_KEY,
      region: settings.AWS_REGION ?? 'us-east-1',
      service: 's3',
      // Who tries again decides it himself: what is counted here is every single answer.
      retries: 0,
    });
  }

  /** Makes the bucket, where it is not there. */
  async create() {
    const answer = await this.#client.fetch(this.url, { method: 'PUT' });
    if (!answer.ok && answer.status !== 409) throw await refusal(answer, `PUT ${this.url}`);
    await answer.arrayBuffer();
  }

  put(key, body, headers = {}) {
    return this.#client.fetch(`${this.#base}/${key}`, { method: 'PUT', body, headers });
  }

  get(key) {
    return this.#client.fetch(`${this.#base}/${key}`);
  }

  /** All keys below a prefix, with their sizes. */
  async list(prefix = '') {
    const found = [];
    let token;
    do {
      const url = new URL(this.url);
      url.searchParams.set('list-type', '2');
      url.searchParams.set('prefix', [this.prefix, prefix].filter(Boolean).join('/'));
      if (token) url.searchParams.set('continuation-token', token);
      const answer = await this.#client.fetch(url);
      if (!answer.ok) throw await refusal(answer, `GET ${url}`);
      const text = await answer.text();
      for (const [, item] of text.matchAll(/<Contents>([^]*?)<\/Contents>/g)) {
        const key = /<Key>([^]*?)<\/Key>/.exec(item)[1];
        found.push({ key, size: Number(/<Size>(\d+)<\/Size>/.exec(item)?.[1] ?? 0) });
      }
      token = /<NextContinuationToken>([^]*?)<\/NextContinuationToken>/.exec(text)?.[1];
    } while (token);
    return found;
  }
}

const refusal = async (answer, what) =>
  new Error(`${what}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
