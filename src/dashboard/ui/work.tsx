import { order } from '../api.js';
import { tasks, type Task } from '../live.js';
import { Button } from './button.js';
import { textOf, Dialog } from './dialog.js';
import { Progress } from './status.js';

/** What of the work under way is about a resource. */
export const tasksOf = (resourceUuid: string): readonly Task[] =>
  [...tasks.value.values()].filter((task) => task.resourceUuid === resourceUuid);

const WAITS = {
  time: '',
  polls: 'waits for polls',
  hand: 'waits for a hand',
  outside: 'waits for somebody outside',
} as const;

/** How far a piece of work is, or what it waits for. */
export const Way = ({ task }: { task: Task }) => (
  <span class="way">
    <Progress percent={task.percent} label={`${task.step} of ${task.operation ?? task.flow}`} />
    {task.waitsFor !== 'time' && <span class="soft">{WAITS[task.waitsFor]}</span>}
  </span>
);

/** Buttons that let a job's work go on, or end. `name` is what it is about. */
export function TaskButtons({ task: { id, jobUuid, step }, name }: { task: Task; name: string }) {
  const at = `/tasks/${id}`;
  const isChore = jobUuid === null;
  return (
    <span class="buttons">
      <Button
        does={`${name}: finished`}
        label={`Finish the work on ${name}`}
        work={() => order('POST', `${at}/finish`)}
      >
        Finish
      </Button>
      <Button
        does={`${name}: ${step}`}
        label={`Do the next step of the work on ${name}`}
        work={() => order('POST', `${at}/step`)}
      >
        Step
      </Button>
      {!isChore && (
        <Dialog
          title="Fail"
          label={`Fail the work on ${name}`}
          does={`${name}: failed`}
          submit="Fail it"
          work={(given) => order('POST', `${at}/fail`, { details: textOf(given, 'details') })}
        >
          <label>
            What the job's error says
            <input name="details" defaultValue="failed by hand" />
          </label>
        </Dialog>
      )}
    </span>
  );
}
