/** `npm run demo`: installs and builds what is missing, then starts the demo. */
import { build } from './build.mjs';
import { install } from './install.mjs';

const startMs = performance.now();
try {
  await install();
  await build();
  // Only now: on a fresh clone the package has just been installed.
  const { tsImport } = await import('tsx/esm/api');
  const demo = await tsImport('../demo/main.ts', import.meta.url);
  // Strapi's process and open connections have ended by then; what is left may not hold it up.
  process.exit(await (demo.runDemo ?? demo.default.runDemo)(startMs));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
