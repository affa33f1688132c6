import path from 'node:path';

// `strapi build` reads this file where it lies, Strapi itself the compiled one in dist/config.
const app = path.basename(path.dirname(__dirname)) === 'dist' ? '../..' : '..';

export default ({ env }: { env: any }) => ({
  'users-permissions': {
    config: { jwtSecret: env('JWT_SECRET', 'playground-jwt-secret') },
  },
  calltouch: {
    enabled: env.bool('CALLTOUCH_ENABLED', true),
    // The plugin is the repository around the playground.
    resolve: path.resolve(__dirname, app, '..'),
    config: {
      apiUrl: env('CALLTOUCH_API_URL', 'http://127.0.0.1:18080'),
      method: env('CALLTOUCH_METHOD', 'POST'),
      timeoutMs: env.int('CALLTOUCH_TIMEOUT_MS', 15000),
      send: env('CALLTOUCH_SEND', 'auto'),
      worker: env.bool('CALLTOUCH_WORKER', true),
      egress: env('CALLTOUCH_EGRESS', 'default'),
      requestsPerSecond: env.int('CALLTOUCH_REQUESTS_PER_SECOND', 5),
    },
  },
});
