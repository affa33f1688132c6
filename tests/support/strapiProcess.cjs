'use strict';

// Runs the compiled app of the working directory as `strapi start` does, with its admin panel only if
// the environment says so: without, it need not be built.
const path = require('node:path');
const { createRequire } = require('node:module');

const appDir = process.cwd();
const { createStrapi } = createRequire(path.join(appDir, 'package.json'))('@strapi/strapi');

createStrapi({
  appDir,
  distDir: path.join(appDir, 'dist'),
  serveAdminPanel: process.env.SERVE_ADMIN === 'true',
})
  .start()
  .then(() => process.send?.('ready'));
