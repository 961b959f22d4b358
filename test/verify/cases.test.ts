import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBook } from '../../src/verify/cases/read-book';
import type { Case } from '../../src/verify/cases/case';
import { readFacts } from '../../src/verify/facts/facts';
import { casesFor } from '../../src/verify/verify';
import { ROOT } from '../support/emulator';

const book = readBook();
const facts = readFacts();
const { cases } = casesFor();
const bodies = [...book.cases, ...Object.values(book.things)];

test('what cases need and make is written down', () => {
  const asked = (key: 'needs' | 'makes' | 'shares') =>
    [...bodies, ...cases].flatMap((one) => Object.values(one[key] ?? {}));
  expect(asked('needs').filter((name) => !(name in book.needs))).toEqual([]);
  const things = [
    ...asked('makes'),
    ...asked('shares'),
    ...Object.values(book.kinds).flatMap(({ thing }) => thing ?? []),
  ];
  expect(things.filter((name) => !(name in book.things))).toEqual([]);
});

test('every operation that a case names is one that the facts know', () => {
  const names = [
    ...book.cases.map(({ operation }) => operation),
    ...bodies.flatMap(({ steps }) => steps.flatMap((step) => ('call' in step ? [step.call] : []))),
    ...Object.values(book.needs).map(({ call }) => call),
    ...Object.values(book.kinds).flatMap(({ query, remove }) => [query, ...remove]),
  ];
  expect([...new Set(names)].filter((name) => !facts.operations.has(name))).toEqual([]);
});

test('no two cases have the same title', () => {
  const titles = cases.map(({ operation, name }) => `${operation} › ${name}`);
  expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
});

test('a case that only looks sends GETs alone; one that is refused succeeds in nothing but looks', () => {
  const methodsOf = ({ steps }: Case, all: boolean) =>
    steps.flatMap((step) => {
      if ('request' in step) return [step.request.method];
      if (!('call' in step) || (!all && step.refused)) return [];
      return [facts.operations.get(step.call)?.method];
    });
  const makes = (one: Case) => one.makes !== undefined || one.shares !== undefined;
  const looking = cases.filter(({ effect }) => effect === 'reads');
  expect(
    looking.filter((one) => makes(one) || methodsOf(one, true).some((method) => method !== 'GET')),
  ).toEqual([]);
  const refused = cases.filter(({ effect, isDerived }) => effect === 'refused' && !isDerived);
  expect(
    refused.filter((one) => makes(one) || methodsOf(one, false).some((method) => method !== 'GET')),
  ).toEqual([]);
});

const OF_IMAGES = [...facts.operations.keys()].filter((name) => {
  const { paths } = facts.operations.get(name) ?? { paths: [] };
  return (
    paths.some((path) => path.startsWith('/v1/images') || path.includes('exported-images')) ||
    name === 'ExportImageFromBackupStorage'
  );
});

test.each(OF_IMAGES)('%s has a success and a refusal', (operation) => {
  const steps = cases
    .filter((one) => one.operation === operation)
    .flatMap((one) => one.steps.filter((step) => 'call' in step && step.call === operation));
  const isRefused = (step: (typeof steps)[number]) =>
    'refused' in step && step.refused !== undefined;
  expect([steps.some((step) => !isRefused(step)), steps.some(isRefused)]).toEqual([true, true]);
});

/** Fields of the published page: of its request, of the inventory and its refs. */
function fieldsOfPage() {
  const page = readFileSync(join(ROOT, 'contract', 'facts', 'published-page.md'), 'utf8');
  const [request = '', answer = ''] = page.split('响应状态');
  const named = (text: string) =>
    [
      ...text.matchAll(
        /• ([a-zA-Z5]+?)(?:String|List|boolean|Boolean|Long|Timestamp|Object|ErrorCode|ImageInventory|LinkedHashMap)/g,
      ),
    ].map(([, name]) => String(name));
  return { request: named(request), answer: named(answer.slice(answer.indexOf('inventory'))) };
}

test('every field of the published page is in a case', () => {
  const text = readFileSync(
    join(ROOT, 'contract', 'cases', 'images', 'CreateRootVolumeTemplateFromRootVolume.yaml'),
    'utf8',
  );
  const { request, answer } = fieldsOfPage();
  expect(request.length).toBe(13);
  expect(answer.length).toBeGreaterThan(25);
  const asked = [...request, ...answer].filter((field) => !new RegExp(`\\b${field}\\b`).test(text));
  // Without a value in this case: the sum is not computed, nothing is exported; guestOsType is that of the VM.
  expect([...new Set(asked)].toSorted()).toEqual(
    ['exportMd5Sum', 'exportUrl', 'md5Sum', 'params'].toSorted(),
  );
});

test('facts go back to the release that is named', () => {
  const old = readFacts('4.3');
  const present = readFacts();
  expect([old.release, present.release]).toEqual(['4.3.36', '5.3.0']);
  expect([
    old.operations.has('CalculateImageHash'),
    present.operations.has('CalculateImageHash'),
  ]).toEqual([false, true]);
  const architectures = (of: typeof old) =>
    of.operations.get('AddImage')?.params['architecture']?.validValues;
  expect(architectures(old)).toEqual(['x86_64', 'aarch64', 'mips64el']);
  expect(architectures(present)).toContain('loongarch64');
  expect(
    [old, present].map(({ inventories }) => 'protocol' in (inventories['VolumeInventory'] ?? {})),
  ).toEqual([false, true]);
  expect(old.operations.get('AttachBackupStorageToZone')?.bodyKey).toBeUndefined();
  expect(readFacts('zsv-4.10').inventories['AccountInventory']).toHaveProperty('state');
  expect(old.operations.get('CreateVmInstance')?.params['imageUuid']).toMatchObject({
    required: true,
  });
});

/** What anybody may call, with no parameter that could be wrong; of a session that is none they say so, or nothing. */
const NOT_REFUSED = new Set([
  'GetCurrentTime',
  'GetManagementNodeArch',
  'GetManagementNodeOS',
  'GetSupportAPIs',
  'GetSupportedIdentityModels',
  'GetVersion',
  'IsOpensourceVersion',
  'LogOut',
  'ValidateSession',
]);

test('every operation that the emulator proves has a success and a refusal', () => {
  const text = readFileSync(join(ROOT, 'contract', 'evidence', 'emulator.json'), 'utf8');
  const evidence = JSON.parse(text) as { cases: Record<string, Record<string, string>> };
  const proven = Object.entries(evidence.cases)
    .filter(([, found]) => Object.values(found).some((one) => one.startsWith('p ')))
    .map(([operation]) => operation);
  const stepsOf = (operation: string) =>
    cases.filter((one) => one.operation === operation).flatMap(({ steps }) => steps);
  const succeeds = (operation: string) =>
    stepsOf(operation).some(
      (step) => 'call' in step && step.call === operation && step.refused === undefined,
    );
  const isRefused = (operation: string) =>
    stepsOf(operation).some((step) => 'refused' in step && step.refused !== undefined);
  const { unproven } = book;
  expect(proven.filter((one) => !succeeds(one) && !(one in unproven) && !isMissing(one))).toEqual(
    [],
  );
  expect(proven.filter((one) => !isRefused(one) && !NOT_REFUSED.has(one))).toEqual([]);

  /** The emulator has it not: what is proven of it are refusals before anybody knows that. */
  function isMissing(operation: string): boolean {
    const found = Object.values(evidence.cases[operation] ?? {});
    return found.some((one) => one.includes('the target does not have'));
  }
});
