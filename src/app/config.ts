import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import * as z from 'zod';
import { durationOf } from '../core/clock.js';
import { CURRENT_RELEASE, RELEASE_NAMES, releaseNamed, RELEASES } from '../core/releases.js';
import { didYouMean } from '../core/nearest.js';
import { parseSize } from '../core/sizes.js';
import { STORE } from '../core/store-name.js';

/** A setting that cannot be used; each line of the message names one and says what it takes. */
export class InvalidConfig extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'InvalidConfig';
  }
}

/*
 * Variables and flags are text; options of the library may be what the text stands for.
 */

const wholeNumber = (least: number, most: number) =>
  z
    .union([z.int(), z.string().regex(/^\d+$/).transform(Number)])
    .pipe(z.int().min(least).max(most));

const list = z.union([
  z.array(z.string()),
  z.string().transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  ),
]);

const hostNames = list.transform((names) => names.map((name) => name.toLowerCase()));

/** As a browser writes them, in lower case; an origin has no path. */
const origins = list
  .transform((all) => all.map((origin) => origin.toLowerCase()))
  .refine((all) => all.every((origin) => /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@,*]+$/.test(origin)));

/** Names that requests may name as their host: `docker`, `zstack.test`, `*.test`. */
const reachedNames = hostNames.refine((all) =>
  all.every((name) => /^(\*\.)?[\w-]+(\.[\w-]+)*$/.test(name)),
);

const paths = list.refine((all) => all.every((path) => isAbsolute(path) && existsSync(path)));

const byteSize = z.union([
  z.int().positive(),
  z.string().transform((text, context) => {
    const bytes = parseSize(text);
    if (bytes !== undefined && bytes > 0) return bytes;
    context.addIssue('expected a size');
    return z.NEVER;
  }),
]);

/** What `on` keeps, in bytes. */
const REWIND = 64 * 2 ** 20;

/** Null: nothing is kept. */
const rewindSize = z.union([
  z.literal('off').transform(() => null),
  z.literal('on').transform(() => REWIND),
  z.null(),
  byteSize,
]);

const idleLimit = z.union([
  z.null(),
  z.int().positive(),
  z.string().transform((text, context) => {
    if (text === 'never') return null;
    const milliseconds = durationOf(text);
    if (milliseconds !== undefined && milliseconds > 0) return milliseconds;
    context.addIssue('expected a duration');
    return z.NEVER;
  }),
]);

/** Real ms, between two bounds. */
const duration = (least: number, most: number) =>
  z
    .union([
      z.number(),
      z.string().transform((text, context) => {
        const milliseconds = durationOf(text);
        if (milliseconds !== undefined) return milliseconds;
        context.addIssue('expected a duration');
        return z.NEVER;
      }),
    ])
    .pipe(z.number().min(least).max(most));

/** Every setting: its environment variable, its flag, what it takes. docs/settings.md follows it. */
export const SETTINGS = {
  host: {
    variable: 'HOST',
    flag: '--host <address>',
    help: 'address to listen on',
    schema: z.string().min(1).default('127.0.0.1'),
  },
  port: {
    variable: 'PORT',
    flag: '--port <number>',
    help: 'port to listen on; 0: any free one',
    schema: wholeNumber(0, 65_535).default(8080),
    expected: 'a number from 0 to 65535',
  },
  dataDir: {
    variable: 'EMULATOR_DATA_DIR',
    flag: '--data-dir <path>',
    help: 'where the state is kept; `:memory:`: nothing on disk',
    schema: z.string().min(1).default('./data'),
  },
  seed: {
    variable: 'EMULATOR_SEED',
    flag: '--seed <names>',
    help: 'seeds for an empty database: names or files, comma separated; `none`: only the admin account',
    schema: z.string().min(1).optional(),
  },
  seedDirectories: {
    variable: 'EMULATOR_SEED_DIRECTORIES',
    flag: '--seed-directories <paths>',
    help: 'directories in which seeds are found by their names, comma separated; then those of the package',
    schema: paths.default([]),
    expected: 'absolute paths of directories that exist, comma separated',
  },
  apiMode: {
    variable: 'EMULATOR_API_MODE',
    flag: '--api-mode <mode>',
    help: 'auto: wait for a job, then answer its location; sync: always wait; async: never',
    schema: z.enum(['auto', 'sync', 'async']).default('auto'),
  },
  waitSeconds: {
    variable: 'EMULATOR_WAIT_SECONDS',
    flag: '--wait-seconds <number>',
    help: 'how long `auto` waits for a job',
    schema: z
      .union([
        z.number(),
        z
          .string()
          .regex(/^\d+(\.\d+)?$/)
          .transform(Number),
      ])
      .pipe(z.number().min(0).max(86_400))
      .default(30),
    expected: 'a number of seconds from 0 to 86400',
  },
  wire: {
    variable: 'EMULATOR_WIRE',
    flag: '--wire <form>',
    help: 'documented: every published field, nulls included; native: as the real system',
    schema: z.enum(['documented', 'native']).default('documented'),
  },
  release: {
    variable: 'EMULATOR_RELEASE',
    flag: '--release <release>',
    help: `the release whose API it has: ${RELEASE_NAMES.join(', ')} (docs/releases.md)`,
    schema: z
      .string()
      .transform((text) => releaseNamed(text))
      .pipe(z.enum(RELEASES))
      .default(CURRENT_RELEASE),
    expected: RELEASE_NAMES.join(', '),
  },
  auth: {
    variable: 'EMULATOR_AUTH',
    flag: '--auth <mode>',
    help: 'required: sessions as in the real system; off: every call is made by admin',
    schema: z.enum(['required', 'off']).default('required'),
  },
  progression: {
    variable: 'EMULATOR_PROGRESSION',
    flag: '--progression <mode>',
    help: 'immediate: slow work is done at once; timed: it takes bytes over bandwidth; manual: it waits',
    schema: z.enum(['immediate', 'timed', 'manual']).default('immediate'),
  },
  checks: {
    variable: 'EMULATOR_CHECKS',
    flag: '--checks <mode>',
    help: 'strict: refuse early what cannot work; native: check only what the real system does',
    schema: z.enum(['strict', 'native']).default('strict'),
  },
  webHookHosts: {
    variable: 'EMULATOR_WEB_HOOK_HOSTS',
    flag: '--web-hook-hosts <names>',
    help: 'host names that web hooks may go to beside loopback, or beyond loopback at all, comma separated',
    schema: hostNames.default([]),
    expected: 'host names, comma separated',
  },
  fetch: {
    variable: 'EMULATOR_FETCH',
    flag: '--fetch <mode>',
    help: 'deny: images from urls have made-up bytes; allow: AddImage really reads urls',
    schema: z.enum(['deny', 'allow']).default('deny'),
  },
  fetchHosts: {
    variable: 'EMULATOR_FETCH_HOSTS',
    flag: '--fetch-hosts <names>',
    help: 'host names from which AddImage may download, comma separated',
    schema: hostNames.default([]),
    expected: 'host names, comma separated',
  },
  fetchRoots: {
    variable: 'EMULATOR_FETCH_ROOTS',
    flag: '--fetch-roots <paths>',
    help: 'directories from which AddImage may read `file://` urls, comma separated',
    schema: paths.default([]),
    expected: 'absolute paths of directories that exist, comma separated',
  },
  largestImage: {
    variable: 'EMULATOR_LARGEST_IMAGE',
    flag: '--largest-image <size>',
    help: 'the largest image that is downloaded or uploaded, such as 64G',
    schema: byteSize.default(64 * 2 ** 30),
    expected: 'bytes, or a size such as 512M or 64G',
  },
  queryDeadline: {
    variable: 'EMULATOR_QUERY_DEADLINE',
    flag: '--query-deadline <ms>',
    help: 'for how many ms one query may hold the process; what takes longer is refused',
    schema: wholeNumber(1, 3_600_000).default(250),
    expected: 'milliseconds from 1 to 3600000',
  },
  durability: {
    variable: 'EMULATOR_DURABILITY',
    flag: '--durability <mode>',
    help: 'process: what is answered survives the end of the process; power: also a power cut',
    schema: z.enum(['process', 'power']).default('process'),
  },
  fileLocking: {
    variable: 'EMULATOR_FILE_LOCKING',
    flag: '--file-locking <mode>',
    help: 'exclusive: nobody else opens files of worlds; shared: programs may that copy them, such as Litestream',
    schema: z.enum(['exclusive', 'shared']).default('exclusive'),
  },
  crashPoints: {
    variable: 'EMULATOR_CRASH_POINTS',
    flag: '--crash-points <mode>',
    help: 'allow: fault rules may end the process, as a power cut does',
    schema: z.enum(['deny', 'allow']).default('deny'),
  },
  journalSize: {
    variable: 'EMULATOR_JOURNAL_SIZE',
    flag: '--journal-size <number>',
    help: 'how many of the last requests are kept in memory for GET /emulator/v1/journal',
    schema: wholeNumber(0, 1_000_000).default(2000),
    expected: 'a number from 0 to 1000000',
  },
  journalBytes: {
    variable: 'EMULATOR_JOURNAL_BYTES',
    flag: '--journal-bytes <size>',
    help: 'memory that these requests may take in all environments together, such as 64M',
    schema: byteSize.default(64 * 2 ** 20),
    expected: 'bytes, or a size such as 512M or 64G',
  },
  journalFile: {
    variable: 'EMULATOR_JOURNAL_FILE',
    flag: '--journal-file <path>',
    help: 'file to which every request is appended as a line of JSON',
    schema: z.string().min(1).optional(),
  },
  streamListeners: {
    variable: 'EMULATOR_STREAM_LISTENERS',
    flag: '--stream-listeners <number>',
    help: 'how many may follow GET /emulator/v1/stream at once',
    schema: wholeNumber(0, 10_000).default(64),
    expected: 'a number from 0 to 10000',
  },
  rewind: {
    variable: 'EMULATOR_REWIND',
    flag: '--rewind <size>',
    help: 'what each environment keeps to take its last 200 writes back: `on` (64M), a size, or `off`',
    schema: rewindSize.default(null),
    expected: 'on, off, bytes or a size such as 64M',
  },
  rewindBody: {
    variable: 'EMULATOR_REWIND_BODY',
    flag: '--rewind-body <size>',
    help: 'the largest body of a request that is kept, to make the request again after a rewind',
    schema: byteSize.default(8 * 2 ** 20),
    expected: 'bytes, or a size such as 512K or 8M',
  },
  page: {
    variable: 'EMULATOR_PAGE',
    flag: '--page <mode>',
    help: 'on: people find a page at / that shows and steers the worlds; off: a list of addresses',
    schema: z.enum(['on', 'off']).default('on'),
  },
  control: {
    variable: 'EMULATOR_CONTROL',
    flag: '--control <mode>',
    help: "token: beyond loopback the emulator's own API needs one; open: whoever reaches it may use it",
    schema: z.enum(['token', 'open']).default('token'),
  },
  controlToken: {
    variable: 'EMULATOR_CONTROL_TOKEN',
    flag: '--control-token <text>',
    help: "what clients of the emulator's own API send as `Authorization: Bearer <token>`",
    schema: z.string().min(8).optional(),
    expected: 'at least 8 characters',
    isSecret: true,
  },
  allowedHosts: {
    variable: 'EMULATOR_ALLOWED_HOSTS',
    flag: '--allowed-hosts <names>',
    help: 'names beside localhost that it is reached by, such as docker or *.test, comma separated',
    schema: reachedNames.default([]),
    expected: 'host names without a port, comma separated; *.test stands for all that end so',
  },
  allowedOrigins: {
    variable: 'EMULATOR_ALLOWED_ORIGINS',
    flag: '--allowed-origins <origins>',
    help: 'origins whose pages may use the image API, such as http://localhost:5173, comma separated',
    schema: origins.default([]),
    expected: 'origins such as http://localhost:5173, without a path, comma separated',
  },
  seedSecrets: {
    variable: 'EMULATOR_SEED_SECRETS',
    flag: '--seed-secrets <mode>',
    help: 'made: beyond loopback published sessions and passwords are replaced by made ones; kept: they are not',
    schema: z.enum(['made', 'kept']).default('made'),
  },
  maxEnvironments: {
    variable: 'EMULATOR_MAX_ENVIRONMENTS',
    flag: '--max-environments <number>',
    help: 'so many environments there may be, the default one included',
    schema: wholeNumber(1, 100_000).default(1000),
    expected: 'a number from 1 to 100000',
  },
  maxPorts: {
    variable: 'EMULATOR_MAX_PORTS',
    flag: '--max-ports <number>',
    help: 'so many environments may have a port of their own',
    schema: wholeNumber(0, 10_000).default(100),
    expected: 'a number from 0 to 10000',
  },
  environmentSize: {
    variable: 'EMULATOR_ENVIRONMENT_SIZE',
    flag: '--environment-size <size>',
    help: 'the largest environment beside the default one, and the largest file that is imported',
    schema: byteSize.default(2 ** 30),
    expected: 'bytes, or a size such as 512M or 64G',
  },
  environmentIdle: {
    variable: 'EMULATOR_ENVIRONMENT_IDLE',
    flag: '--environment-idle <duration>',
    help: 'environments without a request for so long are removed, such as 2h; `never`',
    schema: idleLimit.default(null),
    expected: 'a duration such as 30m or 2h, or never',
  },
  store: {
    variable: 'EMULATOR_STORE',
    flag: '--store <url>',
    help: 'the store that this emulator shares its environments in, as one replica of a fleet: s3://bucket/prefix',
    schema: z.string().regex(STORE).optional(),
    expected: 's3://bucket or s3://bucket/prefix; who opens it stands in the variables of AWS',
  },
  replica: {
    variable: 'EMULATOR_REPLICA',
    flag: '--replica <name>',
    help: 'what this replica is called there; default: the name of the host',
    schema: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/)
      .optional(),
    expected: '1 to 63 letters, digits, ., - and _',
  },
  lease: {
    variable: 'EMULATOR_LEASE',
    flag: '--lease <duration>',
    help: 'when a replica has not renewed its lease for so long, others take its environments',
    schema: duration(300, 600_000).default(3_000),
    expected: 'a duration from 300ms to 10m, such as 3s',
  },
  checkpoint: {
    variable: 'EMULATOR_CHECKPOINT',
    flag: '--checkpoint <duration>',
    help: 'so old the state of an environment in the store may be: what a killed replica loses',
    schema: duration(100, 3_600_000).default(2_000),
    expected: 'a duration from 100ms to 1h, such as 2s',
  },
  drainDelay: {
    variable: 'EMULATOR_DRAIN_DELAY',
    flag: '--drain-delay <duration>',
    help: 'for how long a replica goes on after a signal, so that proxies hear of it, before it hands environments over',
    schema: duration(0, 600_000).default(2_000),
    expected: 'a duration up to 10m, such as 2s, or 0',
  },
  storeLoss: {
    variable: 'EMULATOR_STORE_LOSS',
    flag: '--store-loss <mode>',
    help: 'while the store is not reached stop: environments are answered for until the lease ends; go-on: also then',
    schema: z.enum(['stop', 'go-on']).default('stop'),
  },
  log: {
    variable: 'EMULATOR_LOG',
    flag: '--log <form>',
    help: 'requests: a line a request on standard error, the default on a terminal; json: the same for programs; none',
    schema: z.enum(['requests', 'none', 'json']).optional(),
  },
  logLevel: {
    variable: 'LOG_LEVEL',
    flag: '--log-level <level>',
    help: 'trace, debug, info, warn, error or silent; on standard error',
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  },
} as const satisfies Record<string, Setting>;

interface Setting {
  readonly variable: string;
  readonly flag: string;
  readonly help: string;
  readonly schema: z.ZodType;
  /** What it takes, where the schema cannot say it well. */
  readonly expected?: string;
  /** Its value is never told. */
  readonly isSecret?: true;
}

type Settings = typeof SETTINGS;

/** The settings of one emulator, checked. */
export type Config = { readonly [K in keyof Settings]: z.infer<Settings[K]['schema']> };

/** The settings as options of the library, by the same names. */
export type ConfigOptions = { readonly [K in keyof Settings]?: z.input<Settings[K]['schema']> };

/**
 * Reads the settings: a flag wins over an environment variable, an empty variable counts as unset.
 * @throws {InvalidConfig} naming every wrong one
 */
export function readConfig(
  flags: Readonly<Record<string, string | undefined>>,
  variables: Readonly<Record<string, string | undefined>>,
): Config {
  return read((name, { variable, flag }) => {
    const given = flags[name];
    if (given !== undefined) return { value: given, source: String(flag.split(' ')[0]) };
    const value = variables[variable];
    return { value: value === '' ? undefined : value, source: variable };
  });
}

/**
 * Reads the settings of an emulator in the caller's own process: its environment variables have no say.
 * @throws {InvalidConfig} naming every wrong one, and every name that is none
 */
export function readOptions(options: ConfigOptions): Config {
  const odd = Object.keys(options).filter((name) => !Object.hasOwn(SETTINGS, name));
  if (odd.length > 0) throw new InvalidConfig(odd.map((name) => `there is no option '${name}'`));
  return read((name) => ({ value: options[name], source: name }));
}

/** Variables of the emulator that are no settings: of its commands, of jest's preset, and of this project's own tests. */
const OTHER_VARIABLES = [
  'EMULATOR_URL',
  'EMULATOR_BRIDGE',
  'EMULATOR_PER',
  'EMULATOR_BRIDGE_VERSION',
  'EMULATOR_ENVIRONMENT_PER',
  'EMULATOR_FAIL_ON',
  'EMULATOR_FAIL_ON_LEAKS',
  'EMULATOR_DEMAND_TOOLS',
  'EMULATOR_TEST_FOLDER',
];

/**
 * A sentence for each variable that looks like a setting and is none: nobody reads it. What Kubernetes sets for a
 * service that is called `emulator` is nobody's mistake.
 */
export function unknownVariables(
  variables: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const known = [...Object.values(SETTINGS).map(({ variable }) => variable), ...OTHER_VARIABLES];
  return Object.entries(variables).flatMap(([name, value = '']) => {
    const isOurs = name.startsWith('EMULATOR_') && value !== '' && !OF_KUBERNETES.test(name);
    if (!isOurs || known.includes(name)) return [];
    return [`${name} is no setting, and was not read${didYouMean(name, known)}`];
  });
}

const OF_KUBERNETES = /^EMULATOR_(SERVICE_|PORT(_\d+_|$))/;

function read(
  find: (name: keyof Settings, setting: Setting) => { value: unknown; source: string },
): Config {
  const problems: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries<Setting>(SETTINGS)) {
    const { value, source } = find(name as keyof Settings, setting);
    const parsed = setting.schema.safeParse(value);
    if (parsed.success) config[name] = parsed.data;
    else {
      const expected = expectedOf(setting, parsed.error);
      const told = setting.isSecret ? 'no token' : `'${String(value)}'`;
      const hint = setting.isSecret ? '' : hintOf(name, String(value), parsed.error);
      problems.push(`${source} is ${told}: expected ${expected}${hint}`);
    }
  }
  if (problems.length > 0) throw new InvalidConfig(problems);
  refuseOpenControl(config as Config);
  return config as Config;
}

/** Whether nobody beyond this machine reaches an emulator that listens on this address. */
export const isLoopbackHost = (host: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host);

/** Tokens that stood in files of this project: everybody knows them. */
const PUBLISHED_TOKENS: readonly string[] = ['only-for-this-machine'];

/** Whoever reaches the emulator's own API can read and change every world: beyond loopback not without a word. */
function refuseOpenControl({ host, control, controlToken }: Config): void {
  if (isLoopbackHost(host) || control === 'open') return;
  if (controlToken !== undefined) {
    if (!PUBLISHED_TOKENS.includes(controlToken)) return;
    throw new InvalidConfig([
      'EMULATOR_CONTROL_TOKEN is one that everybody can read in this project: choose another one, for example what `openssl rand -hex 16` prints.',
    ]);
  }
  throw new InvalidConfig([
    `HOST is '${host}', which others can reach: the emulator's own API needs a token there. Set EMULATOR_CONTROL_TOKEN, or EMULATOR_CONTROL=open to do without.`,
  ]);
}

/** Which of some words was most likely meant. */
function hintOf(name: string, given: string, { issues: [issue] }: z.ZodError): string {
  if (name === 'release') return didYouMean(given, RELEASE_NAMES);
  return issue?.code === 'invalid_value' ? didYouMean(given, issue.values.map(String)) : '';
}

function expectedOf(setting: Setting, error: z.ZodError): string {
  if (setting.expected !== undefined) return setting.expected;
  const issue = error.issues[0];
  return issue?.code === 'invalid_value'
    ? `one of ${issue.values.join(', ')}`
    : (issue?.message ?? 'another value');
}
