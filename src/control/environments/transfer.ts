import { defineHost } from '../../api/define-operation.js';
import { choice, requiredText } from '../../api/params.js';
import { HISTORIES } from '../../domain/history.js';
import { environmentInventory, toEnvironmentInventory } from './describe.js';

const NAME = requiredText({ description: 'name of the environment' });

export const exportEnvironment = defineHost({
  name: 'ExportEnvironment',
  method: 'GET',
  paths: ['/v1/environments/{name}/export'],
  summary: 'The whole world as one SQLite file, as of one moment, while it goes on',
  params: {
    name: NAME,
    history: choice(HISTORIES, 'all', {
      description: 'all of the jobs and events, or of a long history the last of them',
    }),
    secrets: choice(['omit', 'keep'], 'omit', {
      description: 'whether sessions, access keys and passwords go along',
    }),
  },
  givesBytes: true,
  returns: {},
  async run(host, { name, history, secrets }) {
    // Each export is another moment: pieces of two make no whole.
    return {
      contentType: 'application/vnd.sqlite3',
      isWhole: true,
      ...(await host.exportWorld(name, { history, keepsSecrets: secrets === 'keep' })),
    };
  },
});

export const importEnvironment = defineHost({
  name: 'ImportEnvironment',
  method: 'PUT',
  paths: ['/v1/environments/{name}/import'],
  summary:
    'Puts an exported world in the place of this one, after it was looked at; a name that there is not is made',
  params: { name: NAME },
  takesBytes: true,
  returns: { inventory: environmentInventory },
  async run(host, { name }, { body, ...call }) {
    return { inventory: toEnvironmentInventory(await host.importWorld(name, body), call) };
  },
});
