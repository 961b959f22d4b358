import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATIONS } from '../../src/api/operations';
import { describeApi } from '../../src/app/describe-api';
import { ROOT, TestEmulator } from '../support/emulator';
import catalog from './catalog.json';

interface CatalogParam {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly maxLength?: number;
  readonly validValues?: readonly string[];
  readonly nonempty?: boolean;
  readonly resourceType?: string;
  readonly checkAccount?: boolean;
}

/** Where the declared type differs from the real system's, and why. */
const REVIEWED: Readonly<Record<string, string>> = {
  'CreateRootVolumeTemplateFromRootVolume.virtio': 'the published page says list: both are taken',
};

const TYPES: Readonly<Record<string, string>> = {
  String: 'String',
  boolean: 'boolean',
  'List<String>': 'List',
  'Map<String, String>': 'Map',
};

test.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
  '%s is declared as the real system declares it',
  (name, operation) => {
    const real = catalog.operations.find((candidate) => candidate.name === name);
    expect(real).toBeDefined();
    expect({
      method: operation.method,
      paths: operation.paths,
      bodyKey: operation.bodyKey,
    }).toEqual({
      method: real?.method,
      paths: real?.paths,
      bodyKey: real?.bodyKey,
    });
    const params = (real?.params ?? []) as CatalogParam[];
    expect(Object.keys(operation.params).toSorted()).toEqual(params.map((p) => p.name).toSorted());
    for (const param of params) {
      const declared = operation.params[param.name];
      expect([param.name, declared?.rules]).toMatchObject([
        param.name,
        {
          ...(param.required ? { required: true } : {}),
          ...(param.maxLength ? { maxLength: param.maxLength } : {}),
          ...(param.validValues ? { validValues: param.validValues } : {}),
          ...(param.nonempty ? { nonempty: true } : {}),
          ...(param.resourceType ? { resourceType: param.resourceType } : {}),
          ...(param.checkAccount ? { checkAccount: true } : {}),
        },
      ]);
      if (`${name}.${param.name}` in REVIEWED) continue;
      expect([param.name, declared?.type]).toEqual([param.name, TYPES[param.type]]);
    }
  },
);

test('the OpenAPI document is served, committed, and refers to nothing that is not there', async () => {
  const emulator = await TestEmulator.start();
  const served = await emulator.anonymous.get('/openapi.json');
  const committed: unknown = JSON.parse(
    readFileSync(join(ROOT, 'openapi', 'openapi.json'), 'utf8'),
  );
  expect(served.body).toEqual(committed);
  expect(served.body).toEqual(JSON.parse(JSON.stringify(await describeApi())));

  const references = [...served.text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, at]) => String(at));
  expect(references.length).toBeGreaterThan(10);
  for (const reference of references) {
    const found = reference
      .split('/')
      .reduce<unknown>(
        (at, key) => (at as Record<string, unknown> | undefined)?.[key],
        served.body,
      );
    expect([reference, found]).toEqual([reference, expect.anything()]);
  }
  for (const { name } of OPERATIONS) expect(served.text).toContain(`"operationId":"${name}"`);
});

test('the documentation is served from here, without another host', async () => {
  const emulator = await TestEmulator.start();
  const page = await emulator.anonymous.get('/docs').redirects(1);
  expect([page.status, page.text]).toEqual([200, expect.stringContaining('swagger-ui')]);
  const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, at]) => String(at));
  for (const source of sources) {
    expect(source).not.toMatch(/^(https?:)?\/\//);
    const file = await emulator.anonymous.get(new URL(source, 'http://x/docs/index.html').pathname);
    expect([source, file.status]).toEqual([source, 200]);
  }
  const start = await emulator.anonymous.get('/docs/swagger-initializer.js');
  expect(start.text).toContain("url: '/openapi.json'");
  expect(start.text).not.toMatch(/https?:\/\//);
  expect(existsSync(join(ROOT, 'LICENSE'))).toBe(true);
});
