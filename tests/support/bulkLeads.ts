import type { Test } from 'supertest';
import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import type { Delivery, Form, Settings } from '../../server/src/contracts';
import { form, settings } from './settings';
import { startStrapi, type StartedStrapi } from './startStrapi';
import { waitFor } from './waitFor';

const LEAD = 'api::lead.lead';

/** A Strapi in which many leads are made, and sent at the rate that Calltouch allows. */
export interface BulkLeads {
  app: StartedStrapi;
  calltouch: LocalCalltouch;
  /** Pauses the sending and removes all leads and what Calltouch got. */
  clear(): Promise<void>;
  /** Saves settings with these of the delivery; one form unless others are named. */
  save(delivery: Partial<Settings['delivery']>, forms?: Form[]): Promise<void>;
  /** Asks for the list of deliveries. */
  find(query: object): Test;
  /** Posts to an address of the Admin API, e.g. `deliveries/resend`. */
  post(path: string, body?: object): Test;
  /** Makes a lead of this name, and returns its documentId. */
  create(name: string): Promise<string>;
  /** Makes leads, numbered from 1 on, and returns their documentIds. */
  createMany(count: number, name: string): Promise<string[]>;
  /** Makes leads that Calltouch has accepted, and stops the sending again. */
  delivered(count: number): Promise<string[]>;
  /** The delivery of a lead. */
  deliveryOf(documentId: string): Promise<Delivery>;
  /** The ids of the leads' deliveries. */
  idsOf(documentIds: string[]): Promise<number[]>;
  /** The names in the requests that Calltouch got, in their order. */
  names(): (string | undefined)[];
  /** Stops everything and removes the database. */
  stop(): Promise<void>;
}

/** Starts Strapi and a local Calltouch, without a lead. */
export async function startBulkLeads(): Promise<BulkLeads> {
  const calltouch = await startLocalCalltouch();
  const app = await startStrapi({ CALLTOUCH_API_URL: calltouch.url }).catch(
    async (error: unknown) => {
      await calltouch.stop();
      throw error;
    },
  );

  const save: BulkLeads['save'] = async (delivery, forms = [form()]) => {
    const saved = await app
      .admin('put', '/calltouch/settings')
      .send(settings(forms, { giveUpAfterHours: 1, ...delivery }));
    if (saved.status !== 200) throw new Error(`Settings answered ${saved.status}: ${saved.text}`);
  };
  const find: BulkLeads['find'] = (query) => app.admin('get', '/calltouch/deliveries').query(query);
  const create: BulkLeads['create'] = async (name) => {
    const entry = await app.strapi
      .documents(LEAD as never)
      .create({ data: { name, phone: '9201234567' } as never });
    return entry.documentId;
  };
  const createMany: BulkLeads['createMany'] = async (count, name) => {
    const documentIds: string[] = [];
    for (let number = 1; number <= count; number += 1) {
      documentIds.push(await create(`${name} ${number}`));
    }
    return documentIds;
  };
  const deliveryOf: BulkLeads['deliveryOf'] = async (documentId) =>
    (await app.deliveryOf(LEAD, documentId))!;

  return {
    app,
    calltouch,
    async clear() {
      await save({ paused: true });
      await waitFor('the end of what is under way', async () => {
        const { body } = await find({ status: 'sending' });
        return body.pagination.total === 0;
      });
      // With their entries, or the sweep would take these for new submissions.
      await app.strapi.db.query(LEAD).deleteMany({});
      await app.strapi.db.getConnection('calltouch_deliveries').del();
      calltouch.reset();
    },
    save,
    find,
    post: (path, body = {}) => app.admin('post', `/calltouch/${path}`).send(body),
    create,
    createMany,
    async delivered(count) {
      const documentIds = await createMany(count, 'Old');
      await save({ paused: false });
      for (const documentId of documentIds) await app.settled(LEAD, documentId, 'delivered');
      await save({ paused: true });
      calltouch.reset();
      return documentIds;
    },
    deliveryOf,
    idsOf: (documentIds) =>
      Promise.all(documentIds.map(async (documentId) => (await deliveryOf(documentId)).id)),
    names: () => calltouch.arrivals.map(({ params }) => params.fio),
    async stop() {
      await app.stop();
      await calltouch.stop();
    },
  };
}
