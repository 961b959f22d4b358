import { MANAGEMENT_NODE_UUID } from '../../domain/management-node.js';
import { errorCode } from '../../core/api-error.js';
import { resultOf } from '../../jobs/end-long-job.js';
import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import type { Filling } from './filling.js';
import { own } from './owning.js';
import { tag } from './tags.js';

type MadeLongJob = Made<EntryOf<'longJobs'>>;

/** What a long job that ended so answers where the seed does not say it. */
const RESULTS: Readonly<Record<MadeLongJob['state'], string>> = {
  Succeeded: JSON.stringify({ success: true }),
  Failed: resultOf(errorCode('SYS.1006', 'the seed says that it failed')),
  Canceled: resultOf(errorCode('LONG_JOB.1000', 'the seed says that it was canceled')),
};

const resultText = ({ result, state }: MadeLongJob): string => {
  if (result === undefined) return RESULTS[state];
  return typeof result === 'string' ? result : JSON.stringify(result);
};

export function fillLongJob(filling: Filling, made: MadeLongJob): void {
  const uuid = filling.uuidOf('long-job', made);
  const dates = filling.datesOf(made);
  const apiId = filling.checkUuid(made.apiId ?? filling.derive('api', uuid));
  const target = made.image === undefined ? null : filling.findLoosely('image', made.image);
  filling.write(() =>
    filling.world.repositories.longJobs.insert({
      uuid,
      name: made.name,
      description: made.description,
      apiId,
      jobName: made.jobName,
      jobData: JSON.stringify(made.jobData),
      jobResult: resultText(made),
      state: made.state,
      targetResourceUuid: target,
      managementNodeUuid: MANAGEMENT_NODE_UUID,
      innerJobUuid: filling.derive('job', uuid),
      executeTime: made.executeTime,
      doneDate: dates.lastOpDate,
      ...dates,
    }),
  );
  own(filling, 'LongJobVO', uuid, made, dates.createDate);
  tag(filling, 'LongJobVO', uuid, made, dates.createDate);
}
