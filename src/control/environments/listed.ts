// Made by `npm run operations` of the declarations in this folder: not changed by hand.
import type { ListedOperation } from '../../api/listed-operation.js';

export const LISTED: readonly ListedOperation[] = [
  { name: 'CreateEnvironment', family: 'environments', kind: 'host', method: 'POST', paths: ['/v1/environments'], bodyKey: 'params', load: () => (require('./environments.js') as typeof import('./environments.js')).createEnvironment },
  { name: 'DeleteEnvironment', family: 'environments', kind: 'host', method: 'DELETE', paths: ['/v1/environments/{name}'], load: () => (require('./environments.js') as typeof import('./environments.js')).deleteEnvironment },
  { name: 'DeleteEnvironmentSnapshot', family: 'environments', kind: 'host', method: 'DELETE', paths: ['/v1/environments/{environment}/snapshots/{snapshot}'], load: () => (require('./snapshots.js') as typeof import('./snapshots.js')).deleteSnapshot },
  { name: 'DeleteFleetSource', family: 'environments', kind: 'host', method: 'DELETE', paths: ['/v1/fleet/sources/{source}'], load: () => (require('./fleet-sources.js') as typeof import('./fleet-sources.js')).deleteFleetSource },
  { name: 'ExportEnvironment', family: 'environments', kind: 'host', method: 'GET', paths: ['/v1/environments/{name}/export'], load: () => (require('./transfer.js') as typeof import('./transfer.js')).exportEnvironment },
  { name: 'ImportEnvironment', family: 'environments', kind: 'host', method: 'PUT', paths: ['/v1/environments/{name}/import'], load: () => (require('./transfer.js') as typeof import('./transfer.js')).importEnvironment },
  { name: 'KeepFleetExport', family: 'environments', kind: 'host', method: 'PUT', paths: ['/v1/environments/{name}/export/{source}'], bodyKey: 'params', load: () => (require('./fleet-sources.js') as typeof import('./fleet-sources.js')).keepFleetExport },
  { name: 'KeepFleetSeed', family: 'environments', kind: 'host', method: 'PUT', paths: ['/v1/fleet/sources/{source}'], bodyKey: 'params', load: () => (require('./fleet-sources.js') as typeof import('./fleet-sources.js')).keepFleetSeed },
  { name: 'QueryEnvironment', family: 'environments', kind: 'host', method: 'GET', paths: ['/v1/environments','/v1/environments/{name}'], load: () => (require('./environments.js') as typeof import('./environments.js')).queryEnvironment },
  { name: 'QueryEnvironmentSnapshot', family: 'environments', kind: 'host', method: 'GET', paths: ['/v1/environments/{environment}/snapshots'], load: () => (require('./snapshots.js') as typeof import('./snapshots.js')).querySnapshot },
  { name: 'QueryFleetSource', family: 'environments', kind: 'host', method: 'GET', paths: ['/v1/fleet/sources','/v1/fleet/sources/{source}'], load: () => (require('./fleet-sources.js') as typeof import('./fleet-sources.js')).queryFleetSource },
  { name: 'QueryFleetWorld', family: 'environments', kind: 'host', method: 'GET', paths: ['/v1/fleet/worlds'], load: () => (require('./fleet.js') as typeof import('./fleet.js')).queryFleetWorld },
  { name: 'ResetEnvironment', family: 'environments', kind: 'host', method: 'POST', paths: ['/v1/environments/{name}/reset'], bodyKey: 'params', load: () => (require('./environments.js') as typeof import('./environments.js')).resetEnvironment },
  { name: 'RestoreEnvironmentSnapshot', family: 'environments', kind: 'host', method: 'POST', paths: ['/v1/environments/{environment}/snapshots/{snapshot}/restore'], bodyKey: 'params', load: () => (require('./snapshots.js') as typeof import('./snapshots.js')).restoreSnapshot },
  { name: 'TakeEnvironmentSnapshot', family: 'environments', kind: 'host', method: 'POST', paths: ['/v1/environments/{environment}/snapshots'], bodyKey: 'params', load: () => (require('./snapshots.js') as typeof import('./snapshots.js')).takeSnapshot },
];
