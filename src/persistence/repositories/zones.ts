import type { ZoneRepository } from '../../domain/zone/zone.js';
import type { Database } from '../database.js';
import { zones } from '../schema/index.js';
import { insertInto } from '../table-statements.js';

const insert = insertInto(zones);

export function createZoneRepository(database: Database): ZoneRepository {
  return {
    insert: (zone) => void insert.run(database, { ...zone }),
  };
}
