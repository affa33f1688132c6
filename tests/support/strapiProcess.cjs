'use strict';

// Runs the compiled playground without its admin panel, as `strapi start` does.
const path = require('node:path');
const { createStrapi } = require('@strapi/strapi');

const appDir = path.resolve(__dirname, '../../playground');
createStrapi({ appDir, distDir: path.join(appDir, 'dist'), serveAdminPanel: false })
  .start()
  .then(() => process.send?.('ready'));
