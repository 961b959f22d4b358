import { ApiError, apiError, toErrorCode, type ErrorCode } from '../core/api-error.js';
import { RestError } from '../core/rest-error.js';
import { isResourceUuid, RESOURCE_UUID_PATTERN } from '../core/uuid.js';
import { checkedImageTags } from '../domain/tag/system-tag-formats.js';
import { parseQuery } from '../query/parse-query.js';
import { recordJob, recordRefusal, type JobRequest } from '../jobs/accept-job.js';
import { checkQuota } from '../services/accounts/quotas.js';
import type { GroupCommit } from '../jobs/group-commit.js';
import type { FaultRule } from '../domain/fault/fault.js';
import { errorOf } from '../simulation/faults/meet-fault.js';
import type { Journal } from '../simulation/journal/journal.js';
import type { RequestMeter } from '../simulation/journal/request-meter.js';
import type { EnvironmentControl } from '../simulation/environment-control.js';
import {
  ADMIN,
  authenticate,
  callerOfAccount,
  type Caller,
} from '../services/accounts/sessions.js';
import type { Accepted, TaskRunner } from '../jobs/task-runner.js';
import { checkTagUuids } from '../services/tags/tag-patterns.js';
import type { World } from '../domain/world.js';
import {
  PlainText,
  type AsyncCall,
  type AsyncOperation,
  type ControlOperation,
  type HostOperation,
  type Download,
  type Operation,
  type QueryOperation,
  type UploadOperation,
} from './define-operation.js';
import type { Params, ResourceType } from './params.js';
import { isPlainObject } from '../core/plain-object.js';
import { readParams, type RawParams } from './read-params.js';
import { validateParams } from './validate-params.js';

/** One environment as the operations see it. */
export interface Runtime {
  /** To be entered and left by every request. */
  readonly lease: { enter(): void; leave(): void; readonly isOver: boolean };
  readonly journal: Journal;
  readonly meter: RequestMeter;
  readonly control: EnvironmentControl;
  readonly world: World;
  readonly runner: TaskRunner;
  readonly commits: GroupCommit;
  readonly apiMode: ApiMode;
  /** How long `auto` waits for a job before it answers with its location, in ms of real time. */
  readonly waitLimit: number;
}

/** When an asynchronous call is answered: when its job is done (within a limit), always, or at once. */
export type ApiMode = 'auto' | 'sync' | 'async';

/** How a caller shows who it is; `none` where authentication is off. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'session'; readonly sessionUuid: string }
  /** The signature was good. */
  | { readonly kind: 'signature'; readonly accountUuid: string };

/** A call after the REST layer: whose, with which parameters, wanting which kind of answer. */
export interface Call {
  readonly method: string;
  /** Whose call it is, once that is known. */
  accountUuid?: string;
  /** The job that it became, once there is one. */
  startedJob?: string;
  readonly credentials: Credentials;
  readonly parameters: RawParams;
  /** Variables of the path, which win over parameters of the same name. */
  readonly pathVariables: Readonly<Record<string, string>>;
  /** Tags beside the parameters; undefined where there are none. */
  readonly systemTags: unknown;
  readonly userTags: unknown;
  readonly search: URLSearchParams;
  readonly jobUuid: string | undefined;
  /** Milliseconds after which the caller gives up, or undefined for the operation's own. */
  readonly apiTimeout: number | undefined;
  readonly webHook: string | null;
  /** Whether `X-JSON-Schema` asks for the class of each inventory. */
  readonly wantsSchema?: boolean;
  readonly respondAsync: boolean;
  /** Address of the emulator's own API for this environment, as the caller reaches it. */
  readonly controlUrl: string;
  /** The fault rule that fires for this call, or undefined. */
  readonly fault: FaultRule | undefined;
}

export type Answer =
  | { readonly kind: 'success'; readonly body: object | string }
  | { readonly kind: 'failure'; readonly error: ErrorCode }
  | { readonly kind: 'job'; readonly jobUuid: string; readonly apiTimeout: number }
  | { readonly kind: 'text'; readonly text: PlainText }
  | { readonly kind: 'download'; readonly download: Download };

const MOST_WAITING = 2 ** 30;

/**
 * Does one call. Refusals of the API come back as `failure`.
 * @throws {RestError} where the real system refuses at the REST level
 */
export function execute(
  runtime: Runtime,
  operation: Exclude<Operation, UploadOperation | HostOperation>,
  call: Call,
): Answer | Promise<Answer> {
  if (operation.kind === 'control') return executeControl(runtime, operation, call);
  if (operation.kind === 'async') return executeAsync(runtime, operation, call);
  try {
    return executeNow(runtime.world, operation, call);
  } catch (error) {
    if (error instanceof ApiError) return { kind: 'failure', error: error.errorCode };
    throw error;
  }
}

function executeNow(
  world: World,
  operation: Exclude<
    Operation,
    AsyncOperation | UploadOperation | ControlOperation | HostOperation
  >,
  call: Call,
): Answer {
  if (operation.kind === 'query') return executeQuery(world, operation, call);
  const raw = readParams(operation.params, { ...call.parameters, ...call.pathVariables });
  const params = validateParams(world, operation.params, raw);
  const caller = operation.auth ? callerOf(world, call) : ADMIN;
  refuseOthers(operation, caller);
  failByRule(call.fault);
  return operation.kind === 'sync'
    ? { kind: 'success', body: operation.run(world, params, caller) }
    : { kind: 'download', download: operation.run(world, params) };
}

async function executeControl(
  runtime: Runtime,
  operation: ControlOperation,
  call: Call,
): Promise<Answer> {
  try {
    const raw = readParams(operation.params, { ...call.parameters, ...call.pathVariables });
    const params = validateParams(runtime.world, operation.params, raw);
    const cause = { kind: 'hand', name: operation.name, jobUuid: null } as const;
    const body = runtime.world.causes.within(cause, () => operation.run(runtime.control, params));
    const answer = await body;
    return answer instanceof PlainText
      ? { kind: 'text', text: answer }
      : { kind: 'success', body: answer };
  } catch (error) {
    if (error instanceof ApiError) return { kind: 'failure', error: error.errorCode };
    throw error;
  }
}

function executeQuery(world: World, operation: QueryOperation, call: Call): Answer {
  const uuid = call.pathVariables['uuid'];
  const query = uuid === undefined ? parseQuery(call.search) : undefined;
  const viewer = viewerOf(callerOf(world, call));
  failByRule(call.fault);
  const queryable = operation.of(world.queries);
  if (query === undefined) {
    const found = queryable.find(String(uuid), viewer);
    const inventories = found === undefined ? [] : [operation.toInventory(found)];
    return { kind: 'success', body: { inventories } };
  }
  const { rows, total } = queryable.query(query, viewer);
  const inventories = rows.map(operation.toInventory);
  const counted = total === undefined ? {} : { total };
  if (query.reply === 'count') return { kind: 'success', body: counted };
  const { fields } = query;
  const page = fields ? inventories.map((inventory) => only(fields, inventory)) : inventories;
  return { kind: 'success', body: { inventories: page, ...counted } };
}

/** Whom a query narrows its answer to: admin sees all. */
export const viewerOf = (caller: Caller) => (caller.isAdmin ? undefined : caller.accountUuid);

/** An inventory with these fields only. */
export function only(fields: readonly string[], inventory: object): object {
  return Object.fromEntries(Object.entries(inventory).filter(([name]) => fields.includes(name)));
}

async function executeAsync(
  runtime: Runtime,
  operation: AsyncOperation,
  call: Call,
): Promise<Answer> {
  const { world, runner } = runtime;
  const raw = readParams(operation.params, { ...call.parameters, ...call.pathVariables });
  const tags = {
    systemTags: tagList('systemTags', call.systemTags ?? call.parameters['systemTags']),
    userTags: tagList('userTags', call.userTags ?? call.parameters['userTags']),
  };
  const request: JobRequest = {
    uuid: call.jobUuid ?? world.chance.uuid(),
    operation: operation.name,
    accountUuid: '',
    webHook: call.webHook,
    wantsSchema: call.wantsSchema ?? false,
  };
  call.startedJob = request.uuid;
  const isAsync = runtime.apiMode === 'async' || call.respondAsync;
  const refusal = await runtime.commits.run(() => {
    if (world.repositories.jobs.exists(request.uuid)) {
      throw new RestError(400, `Duplicate job uuid[${request.uuid}]`);
    }
    try {
      const cause = { kind: 'call', name: operation.name, jobUuid: request.uuid } as const;
      world.causes.within(cause, () =>
        world.unitOfWork.run(() => {
          const accepted = accept(world, operation, request, call, raw, tags);
          if (isAsync) runner.beginLater(accepted);
          else runner.begin(accepted);
        }),
      );
      return undefined;
    } catch (error) {
      const failure = toErrorCode(error);
      recordRefusal(world, runner, request, failure);
      return failure;
    }
  });
  runner.settleSoon();
  if (refusal && !isAsync) return { kind: 'failure', error: refusal };
  const later: Answer = {
    kind: 'job',
    jobUuid: request.uuid,
    apiTimeout: call.apiTimeout ?? operation.apiTimeout,
  };
  if (isAsync) return later;
  return (await resultOf(runtime, request.uuid)) ?? later;
}

/** All checks of a call and its job's record; belongs into one transaction. */
export function accept(
  world: World,
  operation: AsyncOperation,
  request: JobRequest,
  call: Call,
  raw: RawParams,
  tags: Pick<AsyncCall<Params>, 'systemTags' | 'userTags'>,
): Accepted {
  const params = validateParams(world, operation.params, raw);
  const caller = callerOf(world, call);
  refuseOthers(operation, caller);
  checkAccess(world, operation, raw, caller);
  checkResourceUuid(params['resourceUuid']);
  const { controlUrl, apiTimeout } = call;
  const tagUuids = [params['tagUuids'] ?? []].flat().map(String);
  const accepted: AsyncCall<Params> = {
    params,
    ...tags,
    tagUuids,
    caller,
    controlUrl,
    apiTimeout,
  };
  const asked = operation.quota?.(world, accepted);
  if (asked) checkQuota(world, asked.accountUuid ?? caller.accountUuid, asked);
  operation.check(world, accepted);
  checkTagUuids(world, tagUuids, caller.accountUuid);
  checkDeleteMode(params['deleteMode']);
  failByRule(call.fault);
  const systemTags = checkedImageTags(tags.systemTags);
  const context = operation.context(world, { ...accepted, systemTags });
  const job = recordJob(world, { ...request, accountUuid: caller.accountUuid }, context);
  return { job, flow: operation.flow.name };
}

function callerBy(world: World, credentials: Credentials): Caller {
  switch (credentials.kind) {
    case 'none':
      return ADMIN;
    case 'session':
      return authenticate(world, credentials.sessionUuid);
    case 'signature':
      return callerOfAccount(world, credentials.accountUuid);
  }
}

function callerOf(world: World, call: Call): Caller {
  const caller = callerBy(world, call.credentials);
  call.accountUuid = caller.accountUuid;
  return caller;
}

/** A fault rule that fires for the whole call fails it where the real system would begin its work. */
function failByRule(rule: FaultRule | undefined): void {
  if (rule?.action.kind === 'fail') throw new ApiError(errorOf(rule));
}

function refuseOthers({ name, adminOnly }: Operation, caller: Caller): void {
  if (!adminOnly || caller.isAdmin) return;
  throw apiError(
    'ID.1002',
    `request api[name: ${name}] is admin only, can not be executed by current user`,
  );
}

/** The types whose resources belong to accounts; storages and zones belong to nobody. */
const OWNED: readonly unknown[] = [
  'Image',
  'Volume',
  'VolumeSnapshot',
  'VmInstance',
  'LongJob',
  'TagPattern',
];

/** What the operations of a family work on: it must be owned; of what they only read, access is enough. */
const TARGETS: Readonly<Record<string, ResourceType>> = {
  images: 'Image',
  volumes: 'Volume',
  'volume-snapshots': 'VolumeSnapshot',
  'vm-instances': 'VmInstance',
  longjobs: 'LongJob',
  tags: 'TagPattern',
};

/**
 * Named resources of other accounts are refused. One that is named by any type (to be shared or tagged)
 * must be owned, too.
 */
function checkAccess(
  world: World,
  operation: AsyncOperation,
  raw: RawParams,
  caller: Caller,
): void {
  if (caller.isAdmin) return;
  for (const [name, { rules }] of Object.entries(operation.params)) {
    const { resourceType: type } = rules;
    const uuids = [raw[name]].flat().filter((uuid) => typeof uuid === 'string');
    if (type === 'Resource' || (type && type === TARGETS[operation.family])) {
      checkOwner(world, type, uuids, caller);
    } else if (OWNED.includes(type)) {
      checkReach(world, `${type}VO`, uuids, caller);
    }
  }
}

function checkOwner(
  { repositories }: World,
  type: ResourceType,
  uuids: readonly string[],
  { accountUuid }: Caller,
): void {
  const foreign = uuids.find((uuid) => {
    const owner = repositories.accounts.findOwner(uuid);
    // Of a missing one nothing is done; what belongs to nobody (a zone) is admin's.
    return owner === undefined ? type === 'Resource' : owner !== accountUuid;
  });
  if (foreign === undefined) return;
  throw apiError(
    'SYS.1006',
    `permission denied, the account[uuid:${accountUuid}] is not the owner of the resource[uuid:${foreign}, type:${type}VO]`,
  );
}

function checkReach(
  { repositories }: World,
  type: string,
  uuids: readonly string[],
  { accountUuid }: Caller,
): void {
  const { accounts, sharing } = repositories;
  const foreign = uuids.filter((uuid) => {
    const owner = accounts.findOwner(uuid);
    if (owner === undefined || owner === accountUuid) return false;
    return !sharing.has(uuid, accountUuid) && !sharing.has(uuid, null);
  });
  if (foreign.length === 0) return;
  throw apiError(
    'SYS.1006',
    `the account[uuid:${accountUuid}] has no access to the resources[uuid:[${foreign.join(', ')}], type:${type}]`,
  );
}

/** The real system reads it in the handler, where a wrong one is an internal error. */
function checkDeleteMode(mode: unknown): void {
  if (typeof mode !== 'string' || mode === 'Permissive' || mode === 'Enforcing') return;
  throw apiError(
    'SYS.1000',
    `No enum constant org.zstack.header.message.APIDeleteMessage.DeletionMode.${mode}`,
  );
}

function checkResourceUuid(uuid: unknown): void {
  if (typeof uuid !== 'string' || isResourceUuid(uuid)) return;
  throw apiError(
    'SYS.1007',
    `resourceUuid[${uuid}] is not a valid uuid. A valid uuid is a UUID(v4 recommended) with '-' stripped. see http://en.wikipedia.org/wiki/Universally_unique_identifier for format of UUID, the regular expression uses to validate a UUID is '${RESOURCE_UUID_PATTERN}'`,
  );
}

export function tagList(name: string, value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.some((tag) => isPlainObject(tag) || Array.isArray(tag))) {
    throw new RestError(
      500,
      `java.lang.IllegalStateException: Expected BEGIN_ARRAY of strings at path $.${name}`,
    );
  }
  return value.filter((tag) => tag !== null).map((tag) => String(tag).trim());
}

/** The answer of a job that is done, or ends within the limit; undefined when it goes on. */
async function resultOf(runtime: Runtime, jobUuid: string): Promise<Answer | undefined> {
  const done = answerOfJob(runtime.world, jobUuid);
  if (done) return done;
  const limit = runtime.apiMode === 'sync' ? MOST_WAITING : runtime.waitLimit;
  if (runtime.apiMode === 'auto' && !runtime.runner.canEndWithin(jobUuid, limit)) return undefined;
  await runtime.runner.whenDone(jobUuid, limit);
  return answerOfJob(runtime.world, jobUuid);
}

/** What polling a job answers: its result, or undefined while it runs. */
export function answerOfJob(world: World, jobUuid: string): Answer | undefined {
  const job = world.repositories.jobs.find(jobUuid);
  if (!job || job.result === null) return undefined;
  return job.state === 'Succeeded'
    ? { kind: 'success', body: job.result }
    : { kind: 'failure', error: JSON.parse(job.result) as ErrorCode };
}

/** The state of a job for polling: unknown jobs are told from running ones. */
export function hasJob(world: World, jobUuid: string): boolean {
  return world.repositories.jobs.exists(jobUuid);
}
