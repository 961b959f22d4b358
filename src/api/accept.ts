import type { World } from '../domain/world.js';
import { checkedTags } from '../domain/tag/system-tag-formats.js';
import { newJob, type JobRequest } from '../jobs/accept-job.js';
import type { Accepted } from '../jobs/task-runner.js';
import { checkQuota } from '../services/accounts/quotas.js';
import { checkTagUuids } from '../services/tags/tag-patterns.js';
import { callerOf, checkAccess, refuseOthers } from './authorize.js';
import type { Call } from './call.js';
import { checkDeleteMode, checkResourceUuid } from './common-parameters.js';
import type { AsyncCall, AsyncOperation } from './define-operation.js';
import { failByRule } from './fault-of-call.js';
import type { Params } from './params.js';
import type { RawParams } from './read-params.js';
import { validateParams } from './validate-params.js';

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
  refuseOthers(world, operation, caller, raw);
  checkAccess(world, operation, raw, caller);
  checkResourceUuid(params['resourceUuid']);
  const { controlUrl, apiTimeout } = call;
  const tagUuids = [params['tagUuids'] ?? []].flat().map(String);
  const accepted: AsyncCall<Params> = {
    params,
    ...tags,
    ephemeralTags: [],
    tagUuids,
    caller,
    controlUrl,
    apiTimeout,
  };
  const asked = operation.quota?.(world, accepted);
  if (asked) checkQuota(world, caller.accountUuid, asked);
  operation.check(world, accepted);
  checkTagUuids(world, tagUuids, caller.accountUuid);
  checkDeleteMode(params['deleteMode']);
  failByRule(call.fault);
  const own = operation.context(world, { ...accepted, ...checkedTags(tags.systemTags) });
  const context = apiTimeout === undefined ? own : { ...own, apiTimeout };
  const job = newJob(world, { ...request, accountUuid: caller.accountUuid }, context);
  return { job, flow: operation.flow.name };
}
