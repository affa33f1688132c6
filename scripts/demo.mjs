/** `npm run demo`: installs and builds what is missing, then starts the demo. */
import { build } from './build.mjs';
import { install } from './install.mjs';
import { endRunning } from './run.mjs';

const startMs = performance.now();
const stopEarly = () => {
  endRunning();
  console.log('Stopped.');
  process.exit(0);
};
const SIGNALS = ['SIGINT', 'SIGTERM'];
for (const signal of SIGNALS) process.on(signal, stopEarly);
try {
  await install();
  await build();
  // Only now: on a fresh clone the package has just been installed.
  const { tsImport } = await import('tsx/esm/api');
  const demo = await tsImport('../demo/main.ts', import.meta.url);
  for (const signal of SIGNALS) process.off(signal, stopEarly);
  // Strapi's process and open connections have ended by then; what is left may not hold it up.
  process.exit(await (demo.runDemo ?? demo.default.runDemo)(startMs));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
