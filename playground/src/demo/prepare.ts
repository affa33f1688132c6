import type { Core } from '@strapi/strapi';
import { DEMO_SETTINGS } from './settings';

/** The demo's administrator, unless the environment names another. */
const ADMINISTRATOR = {
  email: process.env.DEMO_EMAIL ?? 'admin@example.com',
  password: process.env.DEMO_PASSWORD ?? 'Calltouch1',
};

/** Gives a first start what the demo needs: an administrator, products, the plugin's settings. */
export async function prepareDemo(strapi: Core.Strapi): Promise<void> {
  await createAdministrator(strapi);
  await createProducts(strapi);
  const settings = strapi.plugin('calltouch').service('settings');
  if (settings.read().sites.length === 0) {
    const saved = await settings.save(DEMO_SETTINGS);
    if ('errors' in saved) {
      throw new Error(`The demo's settings are refused: ${JSON.stringify(saved.errors)}`);
    }
  }
}

async function createAdministrator(strapi: Core.Strapi): Promise<void> {
  const users = strapi.service('admin::user');
  if (await users.exists()) return;
  const role = await strapi.service('admin::role').getSuperAdmin();
  await users.create({
    ...ADMINISTRATOR,
    firstname: 'Demo',
    lastname: 'Administrator',
    registrationToken: null,
    isActive: true,
    roles: [role.id],
  });
}

async function createProducts(strapi: Core.Strapi): Promise<void> {
  const products = strapi.documents('api::product.product');
  if ((await products.count({})) > 0) return;
  for (const title of ['Кухня «Прага»', 'Шкаф «Вена»']) {
    await products.create({ data: { title, price: 1000 } });
  }
}
