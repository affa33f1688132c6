import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import { settings } from '../support/settings';
import { startStrapi, type StartedStrapi } from '../support/startStrapi';

jest.setTimeout(30_000);

describe('an instance that only enqueues', () => {
  let calltouch: LocalCalltouch;
  let app: StartedStrapi;

  beforeAll(async () => {
    calltouch = await startLocalCalltouch();
    app = await startStrapi({ CALLTOUCH_API_URL: calltouch.url, CALLTOUCH_WORKER: 'false' });
    await app.admin('put', '/calltouch/settings').send(settings());
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
    await calltouch?.stop();
  });

  it('sends a test lead all the same, and says that Calltouch is down', async () => {
    const test = () => app.admin('post', '/calltouch/test-lead').send({ site: 'main' });
    expect((await test()).body.outcome).toBe('accepted');
    await calltouch.stop();
    const answer = await test();
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ outcome: 'retry', reason: { code: 'refused' } });
  });
});
