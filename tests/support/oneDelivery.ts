import { parse } from 'csv-parse/sync';
import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import type { Delivery } from '../../server/src/contracts';
import { form, settings } from './settings';
import { startStrapi, type StartedStrapi } from './startStrapi';

const LEAD = 'api::lead.lead';

/** A Strapi with the delivery of one lead, without a limit of the rate. */
export interface OneDelivery {
  app: StartedStrapi;
  calltouch: LocalCalltouch;
  /** The documentId of the lead's entry. */
  entry: string;
  /** As it was when the lead had been delivered. */
  delivery: Delivery;
  /** Downloads what matches as a file, by default as the first super administrator. */
  download(query: object, token?: string): Promise<Download>;
  /** Stops everything and removes the database. */
  stop(): Promise<void>;
}

/** A file that was downloaded. */
export interface Download {
  /** With its byte order mark. */
  text: string;
  headers: Record<string, string>;
}

/** Starts Strapi and a local Calltouch, and really sends one visitor's form. */
export async function startOneDelivery(): Promise<OneDelivery> {
  const calltouch = await startLocalCalltouch({ requestsPerSecond: 0 });
  let app: StartedStrapi | undefined;
  const stop = async () => {
    await app?.stop();
    await calltouch.stop();
  };
  try {
    app = await startStrapi({
      CALLTOUCH_API_URL: calltouch.url,
      CALLTOUCH_REQUESTS_PER_SECOND: '0',
    });
    const entry = await submit(app);
    const delivery = await app.settled(LEAD, entry, 'delivered');
    return { app, calltouch, entry, delivery, download: downloadFrom(app), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The rows of an export, each by the names of its columns. */
export function rowsOf(csv: string): Record<string, string>[] {
  return parse(csv, { bom: true, delimiter: ';', columns: true });
}

async function submit(app: StartedStrapi): Promise<string> {
  const { fields } = form();
  await app
    .admin('put', '/calltouch/settings')
    .send(
      settings([form({ fields, customFields: [{ name: 'city', value: '{{ sessionCity }}' }] })]),
    );
  const created = await app.visitor.post('/api/leads').send({
    data: {
      name: 'Анна Кузнецова',
      phone: '8 (920) 123-45-67',
      email: 'anna@example.ru',
      message: 'Перезвоните',
      sessionCity: 'Тверь',
      calltouch: { sessionId: '4794763832', pageUrl: 'https://example.ru/?m=anna%40example.ru' },
    },
  });
  if (created.status !== 201) throw new Error(`The form was answered ${created.status}`);
  return created.body.data.documentId;
}

function downloadFrom(app: StartedStrapi): OneDelivery['download'] {
  return async (query, token) => {
    const answer = await app
      .admin('get', '/calltouch/deliveries/export', token)
      .query(query)
      .buffer(true)
      // supertest's own reading of text leaves the byte order mark out.
      .parse((stream, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
        });
        stream.on('end', () => {
          done(null, Buffer.concat(chunks).toString('utf8'));
        });
      });
    return { text: answer.body, headers: answer.headers };
  };
}
