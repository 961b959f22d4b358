import { apiError } from '../core/api-error.js';
import type { LongJob } from '../domain/long-job/long-job.js';
import { MANAGEMENT_NODE_UUID } from '../domain/management-node.js';
import { beginLater } from '../jobs/begin-later.js';
import { longJobKind, type LongJobKind } from '../services/long-jobs/kinds.js';
import { scheduleTimeout } from '../services/long-jobs/long-jobs.js';
import type { World } from '../domain/world.js';
import type { AsyncCall, AsyncOperation } from './define-operation.js';
import { accept } from './accept.js';
import type { Call } from './call.js';
import { tagList } from './common-parameters.js';
import { LONG_JOB_OPERATIONS } from './operations/longjobs/inner-operations.js';
import type { Params } from './params.js';
import { isPlainObject } from '../core/plain-object.js';
import { readParams } from './read-params.js';
import { hasNothingToDo } from './validate-params.js';

type Data = Record<string, unknown>;

/** What a long job is to keep of its call. */
interface InnerCall extends Pick<LongJob, 'jobData' | 'innerJobUuid'> {
  /** Of the image that it makes, if it makes one. */
  readonly resourceUuid: string | null;
  /** There is nothing to do: it has succeeded as it is submitted, and its data stays as it came. */
  readonly isDone: boolean;
}

/**
 * Accepts the call that a long job stands for, by its whole pipeline, and makes its work due; belongs
 * into the transaction of the call that submits it. Answers what the long job is to keep.
 * @throws whatever that call would be refused with; SYS.1007 for a name that is no such API, SYS.1000
 * for data that is no JSON object
 */
export function submitInnerCall(
  world: World,
  jobName: string,
  jobData: string,
  { caller, controlUrl }: Pick<AsyncCall<Params>, 'caller' | 'controlUrl'>,
): InnerCall {
  const { operation, flow, makesImage } = operationOf(jobName);
  const data = dataOf(jobData);
  // The uuid of an image is known before it is made, and written back.
  if (makesImage) data['resourceUuid'] ??= world.chance.uuid();
  const call: Call = {
    method: 'POST',
    credentials: { kind: 'signature', accountUuid: caller.accountUuid },
    parameters: data,
    pathVariables: {},
    systemTags: undefined,
    userTags: undefined,
    search: new URLSearchParams(),
    jobUuid: undefined,
    apiTimeout: undefined,
    webHook: null,
    respondAsync: true,
    controlUrl,
    fault: undefined,
  };
  const request = {
    uuid: world.chance.uuid(),
    operation: operation.name,
    accountUuid: caller.accountUuid,
    webHook: null,
  };
  const raw = readParams(operation.params, data);
  const tags = {
    systemTags: tagList('systemTags', data['systemTags']),
    userTags: tagList('userTags', data['userTags']),
  };
  const { job } = accept(world, operation, request, call, raw, tags);
  if (hasNothingToDo(world, operation.params, raw)) {
    return { jobData, innerJobUuid: job.uuid, resourceUuid: null, isDone: true };
  }
  // Its time is that of the long job, which ends both.
  const context = { ...(JSON.parse(job.context) as object), apiTimeout: null };
  beginLater(world, { ...job, context: JSON.stringify(context) }, flow);
  const resourceUuid = operation.name === 'AddImage' ? String(data['resourceUuid']) : null;
  const whole = wholeMessage(operation, data, caller);
  return {
    jobData: JSON.stringify(whole),
    innerJobUuid: job.uuid,
    resourceUuid,
    isDone: false,
  };
}

/**
 * The message as the real system keeps it: with its defaults, its session and what every message has. The uuid of the
 * session is left out: who may read the job could act as its owner (docs/fidelity.md).
 */
function wholeMessage(
  { params }: AsyncOperation,
  data: Data,
  { accountUuid }: AsyncCall<Params>['caller'],
): Data {
  const defaults = Object.entries(params).flatMap(([name, { default: value }]) =>
    value === undefined || value === null ? [] : [[name, value] as const],
  );
  return {
    ...Object.fromEntries(defaults),
    ...data,
    session: { accountUuid, userUuid: accountUuid, noSessionEvaluation: false },
    timeout: -1,
    messageDeadline: -1,
    headers: {},
    createdTime: 0,
  };
}

function operationOf(
  jobName: string,
): Pick<LongJobKind, 'flow' | 'makesImage'> & { readonly operation: AsyncOperation } {
  const kind = longJobKind(jobName);
  const operation = LONG_JOB_OPERATIONS.find(({ name }) => name === kind?.operation);
  if (!kind || operation?.kind !== 'async') {
    throw apiError('SYS.1007', `${jobName} is not an API`);
  }
  return { operation, flow: kind.flow, makesImage: kind.makesImage };
}

function dataOf(jobData: string): Data {
  let data: unknown;
  try {
    data = JSON.parse(jobData);
  } catch {
    data = undefined;
  }
  if (isPlainObject(data)) return { ...data };
  throw apiError(
    'SYS.1000',
    "com.google.gson.JsonSyntaxException: jobData must be the JSON object of the API's parameters",
  );
}

/** Starts a long job anew: with its data as it is kept. */
export function rerunLongJob(
  world: World,
  longJob: LongJob,
  call: Pick<AsyncCall<Params>, 'caller' | 'controlUrl'>,
  apiId: string,
  now: number,
): void {
  const inner = submitInnerCall(world, longJob.jobName, longJob.jobData, call);
  // Where there is nothing to do it stays as it is.
  if (inner.isDone) return;
  world.repositories.longJobs.update(
    longJob,
    {
      state: 'Running',
      jobResult: null,
      executeTime: null,
      doneDate: null,
      // As if it were submitted now: what it took is counted from here.
      createDate: now,
      innerJobUuid: inner.innerJobUuid,
      apiId,
      managementNodeUuid: MANAGEMENT_NODE_UUID,
    },
    now,
  );
  scheduleTimeout(world, longJob, undefined, now);
}
