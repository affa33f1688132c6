'use strict';

// Runs the compiled app of the working directory as `strapi start` does. The environment says whether
// with its admin panel, which must be built then, and whether content types may be changed, as
// `strapi develop` has it.
const path = require('node:path');
const { createRequire } = require('node:module');

const appDir = process.cwd();
const { createStrapi } = createRequire(path.join(appDir, 'package.json'))('@strapi/strapi');

createStrapi({
  appDir,
  distDir: path.join(appDir, 'dist'),
  serveAdminPanel: process.env.SERVE_ADMIN === 'true',
  autoReload: process.env.AUTO_RELOAD === 'true',
})
  .start()
  .then(() => process.send?.('ready'));
