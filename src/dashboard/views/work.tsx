import { ask } from '../api.js';
import { tasks, type Task } from '../live.js';
import { viewHref } from '../place.js';
import { Notice } from '../ui/said.js';
import { TaskButtons, Way } from '../ui/work.js';
import { useLoaded } from '../use-loaded.js';
import type { View } from './view.js';

/** Where a resource of a task is shown, by what its operation is about. */
const SHOWN: readonly (readonly [RegExp, string])[] = [
  [/Image|Template/, 'images'],
  [/Vm/, 'vms'],
  [/Volume(?!Snapshot)/, 'volumes'],
];

function Resource({ task: { resourceUuid, operation } }: { task: Task }) {
  if (resourceUuid === null) return <>–</>;
  const view = SHOWN.find(([pattern]) => pattern.test(operation ?? ''))?.[1];
  const short = <code>{resourceUuid.slice(0, 8)}…</code>;
  return view === undefined ? short : <a href={viewHref(view, resourceUuid)}>{short}</a>;
}

function Work() {
  const own = [...tasks.value.values()];
  const { value } = useLoaded(
    (signal) => ask<{ inventories: Task[] }>('/tasks', { limit: 200 }, signal),
    'tasks',
  );
  const chores = value?.inventories.filter(({ jobUuid }) => jobUuid === null) ?? [];
  return (
    <>
      <h1>
        Work under way <span class="count">{own.length}</span>
      </h1>
      {own.length === 0 && (
        <Notice>Nothing is under way. With “Work goes on: manual” it waits for your hand.</Notice>
      )}
      {own.length > 0 && (
        <table aria-label="Work under way">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Of</th>
              <th scope="col">How far</th>
              <th scope="col">Now</th>
            </tr>
          </thead>
          <tbody>
            {own.map((task) => (
              <tr key={task.id}>
                <td>
                  {task.operation ?? task.flow} <div class="soft">{task.step}</div>
                </td>
                <td>
                  <Resource task={task} />
                </td>
                <td>
                  <Way task={task} />
                </td>
                <td>
                  <TaskButtons task={task} name={`${task.operation ?? task.flow} ${task.id}`} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <section aria-label="Chores">
        <h2>What the world does for itself</h2>
        <ul class="plain">
          {chores.map(({ id, flow, subject, due }) => (
            <li key={id}>
              {flow} <span class="soft">{subject === 'all' ? '' : subject}</span>{' '}
              <span class="soft">{due === null ? 'waits' : `due ${due}`}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

export const work: View = { name: 'work', title: 'Work', group: 'Work', component: Work };
