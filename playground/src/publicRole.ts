import type { Core } from '@strapi/strapi';

const PUBLIC_ACTIONS = [
  'api::lead.lead.create',
  'api::booking.booking.create',
  'api::sample.sample.create',
  'api::product.product.find',
];

/** Lets visitors send the forms, as a site with forms does. */
export async function openForms(strapi: Core.Strapi): Promise<void> {
  const role = await strapi.db
    .query('plugin::users-permissions.role')
    .findOne({ where: { type: 'public' } });
  const permissions = strapi.db.query('plugin::users-permissions.permission');
  for (const action of PUBLIC_ACTIONS) {
    const known = await permissions.findOne({ where: { action, role: role.id } });
    if (!known) await permissions.create({ data: { action, role: role.id } });
  }
}
