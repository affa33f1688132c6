'use strict';

// Runs the compiled app of the working directory without its admin panel, as `strapi start` does.
const path = require('node:path');
const { createRequire } = require('node:module');

const appDir = process.cwd();
const { createStrapi } = createRequire(path.join(appDir, 'package.json'))('@strapi/strapi');

createStrapi({ appDir, distDir: path.join(appDir, 'dist'), serveAdminPanel: false })
  .start()
  .then(() => process.send?.('ready'));
