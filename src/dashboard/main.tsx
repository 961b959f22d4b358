import { render } from 'preact';
import { App } from './app.js';
import { watch } from './live.js';
import { start } from './viewer.js';

await start();
void watch();
render(<App />, document.body);
