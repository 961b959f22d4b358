import { makesTemplate } from './backup-template.js';

export const createDataVolumeTemplateFromVolumeBackup = makesTemplate('Data');
