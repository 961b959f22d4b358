import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Statement } from 'better-sqlite3';
import supertest from 'supertest';
import { compose, type ComposeOptions } from '../../src/app/compose';
import { readConfig } from '../../src/app/config';
import { createLogger } from '../../src/app/logger';
import type { Environment } from '../../src/environment/environment';
import type { Environments } from '../../src/environment/environments';
import type { Database } from '../../src/persistence/database';
import { brokenLaws } from '../../src/persistence/laws';
import { beginningAs, begunWorld, keepBegunWorld } from './begun-world';
import { send, type Heard } from './http-client';
import { recordAnswer } from './record-answers';
import { Unchanged } from './unchanged';

/** When the stopped clock of a test stands: Nov 14, 2017 10:20:57 PM UTC, the real system's example. */
export const TEST_TIME = Date.UTC(2017, 10, 14, 22, 20, 57);

/** The never-ending sessions of seed/default.yaml. */
export const ADMIN_SESSION = '5e55000000004000800000000000ad01';
export const ALICE_SESSION = '5e5500000000400080000000000a11ce';

export const ROOT = join(__dirname, '..', '..');

/** An answer's body: tests name the fields that matter, and fail where one is missing. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any;

export interface TestOptions extends ComposeOptions {
  /** Flags by their names in `SETTINGS`, e.g. `{ wire: 'native' }`. Default: everything in memory. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Runs on the real clock instead of a stopped one. */
  readonly realTime?: boolean;
  /** Fills its world from the seed even where another test of the run has done so. */
  readonly fills?: boolean;
  /** Serves all tests of a file that leave it as they found it; it is stopped after the last one. */
  readonly forAll?: boolean;
}

/** Settings that decide how a world is filled, or where it is kept. */
const OF_THE_SEED = new Set([
  'dataDir',
  'host',
  'port',
  'replica',
  'seed',
  'seedDirectories',
  'seedSecrets',
  'store',
]);

/** A slow machine that runs several tests at once refuses no query for that. */
const FOR_TESTS = { dataDir: ':memory:', logLevel: 'silent', port: '0', queryDeadline: '10000' };

/** Whether the world of such an emulator begins as each other one of this kind does. */
const beginsAsAll = ({ settings = {}, realTime, fills, clock, chanceSeed }: TestOptions) =>
  !realTime &&
  !fills &&
  clock === undefined &&
  chanceSeed === undefined &&
  !Object.keys(settings).some((name) => OF_THE_SEED.has(name));

const RECORDS_OF_CALLS = new Set([
  'events',
  'jobs',
  'tasks',
  'settings',
  'sqlite_sequence',
  'sessions',
]);

const BROKEN = new Unchanged(brokenLaws);
const TABLES = new WeakMap<Database, [table: string, rows: Statement<[]>][]>();
const ROWS = new Unchanged((database) => {
  const tables = TABLES.get(database) ?? tablesOf(database);
  TABLES.set(database, tables);
  return Object.fromEntries(tables.map(([table, rows]) => [table, rows.all()]));
});

const tablesOf = (database: Database) =>
  database
    .prepare<[], string>("select name from sqlite_schema where type = 'table' order by name")
    .pluck()
    .all()
    .filter((table) => !RECORDS_OF_CALLS.has(table))
    .map((table): [string, Statement<[]>] => [table, database.prepare(`select * from "${table}"`)]);

const running = new Set<TestEmulator>();
const runningForAll = new Set<TestEmulator>();

/** One emulator in the test's process: the real application and database, with a clock in the test's hand. */
export class TestEmulator {
  #environment: Environment;

  private constructor(
    environment: Environment,
    readonly environments: Environments,
    readonly url: string,
    private readonly closeAll: () => Promise<void>,
  ) {
    this.#environment = environment;
  }

  /** The default environment; after a reset it is another one. */
  get environment(): Environment {
    const found = this.environments.find('default');
    if (found && !(found instanceof Promise)) this.#environment = found;
    return this.#environment;
  }

  static async start(options: TestOptions = {}): Promise<TestEmulator> {
    const config = readConfig({ ...FOR_TESTS, ...options.settings }, {});
    const composeIt = () =>
      compose(config, createLogger(config.logLevel), {
        chanceSeed: 1,
        onAnswered: recordAnswer,
        ...(options.realTime ? {} : { clock: { mode: 'stopped', value: TEST_TIME } }),
        ...options,
      });
    const canShare = beginsAsAll(options);
    const begun = canShare ? begunWorld() : undefined;
    const emulator = await (begun ? beginningAs(begun, composeIt) : composeIt());
    const { port } = await emulator.listen(config.port, '127.0.0.1');
    const environment = await emulator.environments.find('default');
    if (!environment) throw new Error('the default environment is missing');
    if (canShare && !begun) keepBegunWorld(environment.freeze('all'));
    if (begun) [BROKEN, ROWS].forEach((read) => read.begins(environment.database));
    const started = new TestEmulator(
      environment,
      emulator.environments,
      `http://127.0.0.1:${port}`,
      emulator.close,
    );
    (options.forAll ? runningForAll : running).add(started);
    return started;
  }

  async stop(): Promise<void> {
    running.delete(this);
    runningForAll.delete(this);
    await this.closeAll();
  }

  /** A client without any header. */
  get anonymous() {
    return supertest(this.url);
  }

  get(path: string, session = ADMIN_SESSION) {
    return this.anonymous.get(path).set('Authorization', `OAuth ${session}`);
  }

  /**
   * Calls the image API: `path` without `/zstack/v1`, the body for POST and PUT. Every call is
   * followed by a look at the laws of the world.
   */
  async call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
    session = ADMIN_SESSION,
  ): Promise<Heard> {
    const headers = { Authorization: `OAuth ${session}` };
    const answer = await send(method, `${this.url}/zstack/v1${path}`, headers, body);
    expect(this.brokenLaws()).toEqual({});
    return answer;
  }

  /** The inventory of a call that must succeed. */
  async make(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Json> {
    const answer = await this.call(method, path, body);
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.text}`);
    return answer.body.inventory;
  }

  /** The one inventory at a path with a uuid, or undefined. */
  async find(path: string): Promise<Json> {
    return (await this.call('GET', path)).body.inventories[0];
  }

  /**
   * A call that must be refused; the world must be what it was before. Answers code, details and
   * the cause's details.
   */
  async refused(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
    session = ADMIN_SESSION,
  ): Promise<{ code: string; details: string; cause?: { details: string }; causes?: unknown[] }> {
    const before = this.world();
    const answer = await this.call(method, path, body, session);
    if (answer.status !== 503) throw new Error(`not refused: ${answer.status} ${answer.text}`);
    // Jest compares a world ten times as slowly, but says what differs.
    if (!isDeepStrictEqual(this.world(), before)) expect(this.world()).toEqual(before);
    return answer.body.error;
  }

  /** Calls the emulator's own API: `path` without `/emulator/v1`. */
  async control(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Json> {
    const params = body && { params: body };
    const answer = await send(method, `${this.url}/emulator/v1${path}`, {}, params);
    expect(this.brokenLaws()).toEqual({});
    return answer;
  }

  /** Sets an entry of the global configuration, e.g. `image/deletionPolicy`. */
  async configure(entry: string, value: string): Promise<void> {
    const body = { updateGlobalConfig: { value } };
    await this.make('PUT', `/global-configurations/${entry}/actions`, body);
  }

  /** The laws that the world breaks now. */
  brokenLaws(): Record<string, readonly object[]> {
    return BROKEN.of(this.environment.database);
  }

  /** Bytes that a storage has left. */
  available(kind: 'backup' | 'primary', uuid: string): number {
    return this.environment.database
      .prepare<[string], number>(`select available_capacity from ${kind}_storages where uuid = ?`)
      .pluck()
      .get(uuid) as number;
  }

  /** Calls CreateRootVolumeTemplateFromRootVolume. */
  createTemplate(
    volumeUuid: string,
    params: Record<string, unknown>,
    more: {
      session?: string;
      body?: Record<string, unknown>;
      headers?: Record<string, string>;
    } = {},
  ) {
    return this.anonymous
      .post(`/zstack/v1/images/root-volume-templates/from/volumes/${volumeUuid}`)
      .set('Authorization', `OAuth ${more.session ?? ADMIN_SESSION}`)
      .set(more.headers ?? {})
      .send({ params, ...more.body });
  }

  /** Moves the stopped clock and does everything that falls due. */
  advance(milliseconds: number): void {
    this.environment.advance(milliseconds);
  }

  /** Every row of every table but those that record calls: to compare a world whole. */
  world(): Record<string, unknown[]> {
    return ROWS.of(this.environment.database);
  }

  /** What breaks the capacity law of the backup storages: available = total - system - taken. */
  brokenCapacities(): unknown[] {
    return this.environment.database
      .prepare(
        `select b.name, b.available_capacity,
                b.total_capacity - b.system_used_capacity - coalesce(sum(r.taken_bytes), 0) as expected
         from backup_storages b left join image_backup_storage_refs r on r.backup_storage_uuid = b.uuid
         group by b.uuid having b.available_capacity <> expected`,
      )
      .all();
  }
}

afterEach(async () => {
  for (const emulator of running) await emulator.stop();
});

afterAll(async () => {
  for (const emulator of runningForAll) await emulator.stop();
});

/** Uuids of seed/default.yaml, by what they are. */
export const SEED = {
  volumes: {
    runningLinux: 'd0000000000040008000000000000001',
    stoppedWindows: 'd0000000000040008000000000000002',
    runningArmOnCeph: 'd0000000000040008000000000000003',
    paused: 'd0000000000040008000000000000004',
    starting: 'd0000000000040008000000000000005',
    inMaintenance: 'd0000000000040008000000000000006',
    alice: 'd0000000000040008000000000000007',
    disabled: 'd0000000000040008000000000000008',
    data: 'd0000000000040008000000000000101',
    spareData: 'd0000000000040008000000000000102',
    notInstantiated: 'd0000000000040008000000000000103',
  },
  backupStorages: {
    imageStore: 'bac00000000040008000000000000001',
    sftp: 'bac00000000040008000000000000002',
    ceph: 'bac00000000040008000000000000003',
    nearlyFull: 'bac00000000040008000000000000004',
    disabled: 'bac00000000040008000000000000005',
    disconnected: 'bac00000000040008000000000000006',
    elsewhere: 'bac00000000040008000000000000007',
  },
  primaryStorages: {
    local: 'b5000000000040008000000000000001',
    nfs: 'b5000000000040008000000000000002',
    ceph: 'b5000000000040008000000000000003',
    inMaintenance: 'b5000000000040008000000000000004',
  },
  vms: {
    runningLinux: 'a0000000000040008000000000000001',
    stoppedWindows: 'a0000000000040008000000000000002',
    runningArmOnCeph: 'a0000000000040008000000000000003',
  },
  images: {
    linux: '1a000000000040008000000000000001',
    windows: '1a000000000040008000000000000002',
    iso: '1a000000000040008000000000000003',
    disabled: '1a000000000040008000000000000004',
    deleted: '1a000000000040008000000000000005',
  },
  zone: '20ae0000000040008000000000000001',
  clusters: {
    used: 'c1005700000040008000000000000001',
    empty: 'c1005700000040008000000000000002',
  },
  hosts: {
    linux: '05700000000040008000000000000001',
    arm: '05700000000040008000000000000002',
    disconnected: '05700000000040008000000000000003',
  },
  image: '1a000000000040008000000000000001',
  offerings: {
    small: '10f0000000004000800000000000001a',
    large: '10f0000000004000800000000000002a',
    disk: 'd10f0000000040008000000000000001',
  },
  l2Networks: {
    usual: '12000000000040008000000000000001',
    vlan: '12000000000040008000000000000002',
  },
  l3Network: '13000000000040008000000000000001',
  publicNetwork: '13000000000040008000000000000002',
  vip: '17000000000040008000000000000001',
  eip: '1e000000000040008000000000000001',
  ipRange: '13a00000000040008000000000000001',
} as const;

/** The text of a seed file. */
export const seedText = (name: string) => readFileSync(join(ROOT, 'seed', name), 'utf8');
