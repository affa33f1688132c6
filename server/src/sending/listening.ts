import type { Core } from '@strapi/strapi';

/**
 * Does something once this process serves the site. Commands such as `strapi export` load everything
 * and never listen; `strapi console` listens, but its process is for whoever types into it.
 */
export function onceServing(strapi: Core.Strapi, begin: () => void): void {
  if (process.argv[2] === 'console') return;
  const { httpServer } = strapi.server;
  if (httpServer.listening) begin();
  else httpServer.once('listening', begin);
}
