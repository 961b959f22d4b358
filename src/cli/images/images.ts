import type { Command } from 'commander';
import { teach } from '../lesson.js';
import { addDelete, addExport, addVerbs } from './change.js';
import { addList, addShow, addUpdate } from './list.js';
import { addAdd, addTemplate } from './make.js';

/** `zstack-emulator images`: what one does by hand with images, by the image API. */
export function addImagesCommand(program: Command): void {
  const group = program
    .command('images')
    .description('list, look at, add, make, change and delete the images of a running emulator');
  teach(group, {
    prints: 'see the help of each command below',
    examples: {
      'which there are': 'images list',
      'one of a VM': 'images template web-golden --vm web-1',
    },
  });
  addList(group);
  addShow(group);
  addAdd(group);
  addTemplate(group);
  addUpdate(group);
  addVerbs(group);
  addDelete(group);
  addExport(group);
}
