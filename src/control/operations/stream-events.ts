import { defineStream } from '../../api/define-operation.js';
import { optionalDuration, optionalText, type ParamValues } from '../../api/params.js';
import { STREAM_EVENTS } from '../stream/describe.js';
import { STREAM_KINDS } from '../stream/stream-kinds.js';

const LONGEST_HEARTBEAT = 600_000;

const PARAMS = {
  kinds: optionalText({
    description: `some of ${STREAM_KINDS.join(', ')}, with commas between them; default: all`,
  }),
  heartbeat: optionalDuration({
    numberRange: [100, LONGEST_HEARTBEAT],
    description:
      'how often a comment is sent, so that nobody takes the connection for dead; default: 15s',
  }),
};

/** What a call of it says. */
export type StreamValues = ParamValues<typeof PARAMS>;

export const streamEvents = defineStream({
  name: 'StreamEvents',
  paths: ['/v1/stream'],
  summary: 'What happens in the environment, as it happens, as server-sent events',
  params: PARAMS,
  returns: STREAM_EVENTS,
});
