import type { Core } from '@strapi/strapi';
import { startedRuntimeOf } from './runtime';

/** Strapi awaits this at SIGTERM: the requests under way are settled first. */
export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  await startedRuntimeOf(strapi)?.stop();
}
