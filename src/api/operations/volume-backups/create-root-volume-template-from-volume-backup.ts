import { makesTemplate } from './backup-template.js';

export const createRootVolumeTemplateFromVolumeBackup = makesTemplate('Root');
