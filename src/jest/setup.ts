import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { majorOf, VERSION } from '../core/version.js';
import { callBridge } from './call-bridge.js';
import { holdEnvironment } from './current-environment.js';
import { testEnvironment, type TestEnvironment } from './test-environment.js';
import { VARIABLES } from './variables.js';

// Globals of jest, which its setup files see.
declare const beforeAll: (hook: () => Promise<void>) => void;
declare const beforeEach: (hook: () => Promise<void>) => void;
declare const expect: {
  getState(): { testPath?: string | undefined; currentTestName?: string | undefined };
};

const file = expect.getState().testPath ?? 'a test';
const worker = process.env['JEST_WORKER_ID'] ?? '1';
const [url, bridge, per] = [VARIABLES.url, VARIABLES.bridge, VARIABLES.per].map(variable);
assertSameVersion(process.env[VARIABLES.version] ?? '0.x');
const held = holdEnvironment({});
let tests = 0;

if (per === 'test') {
  beforeEach(async () => {
    held.environment = undefined;
    tests++;
    const test = expect.getState().currentTestName;
    held.environment = await open(named(`${nameOf(file)}-${tests}`), test);
  });
} else {
  // Its address is known before it is there, so that a client can be made outside of tests.
  const environment = named(nameOf(file));
  held.environment = environment;
  beforeAll(async () => void (await open(environment)));
}

/** Nothing removes it here: it goes when this worker opens the next one, after the last hook of this one. */
async function open(environment: TestEnvironment, test?: string): Promise<TestEnvironment> {
  const { name } = environment;
  const args = [worker, name, file, ...(test === undefined ? [] : [test])];
  await callBridge(bridge ?? '', { environment: name, method: 'open', args });
  return environment;
}

function named(name: string): TestEnvironment {
  return testEnvironment(name, url ?? '', bridge ?? '');
}

/** The emulator was started by another copy of the package where two are installed. */
function assertSameVersion(version: string): void {
  if (majorOf(version) === majorOf(VERSION)) return;
  throw new Error(
    `the emulator of this run was started by version ${version} of zstack-image-emulator, and the preset's setup is of ${VERSION}: take both from one. 'npm ls zstack-image-emulator' shows which are installed.`,
  );
}

/** A name that tells the file and that no other file has. */
function nameOf(path: string): string {
  const slug = basename(path)
    .replace(/\.\w+$/, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  const hash = createHash('sha256').update(`${path} ${worker}`).digest('hex').slice(0, 8);
  return `t-${slug.slice(0, 36)}-${hash}`;
}

function variable(name: string): string {
  const value = process.env[name];
  if (value !== undefined) return value;
  throw new Error(
    `${name} is not set: the preset's globalSetup did not run. A configuration with a globalSetup of its own calls require('zstack-image-emulator/jest/global-setup') in it, and likewise global-teardown.`,
  );
}
