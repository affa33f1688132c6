/**
 * Runs a local Calltouch by itself. Environment: PORT (default 8090; 0 takes a free one). Ends on
 * SIGINT and SIGTERM.
 */
import { startLocalCalltouch } from './index';

async function main(): Promise<void> {
  const { PORT = '8090' } = process.env;
  if (!/^\d{1,5}$/.test(PORT) || Number(PORT) > 65_535) {
    throw new Error(`PORT: expected a number from 0 to 65535, got "${PORT}"`);
  }
  const calltouch = await startLocalCalltouch({ port: Number(PORT) });
  const stop = (): void => void calltouch.stop();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  console.log(`Local Calltouch listens on ${calltouch.url}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
