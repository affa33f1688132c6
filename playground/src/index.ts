import type { Core } from '@strapi/strapi';
import { prepareDemo } from './demo/prepare';
import { openForms } from './publicRole';

export default {
  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    await openForms(strapi);
    if (process.env.DEMO === 'true') await prepareDemo(strapi);
  },
};
