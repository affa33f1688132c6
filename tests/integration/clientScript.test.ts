import { gzipSync } from 'node:zlib';
import { runInNewContext } from 'node:vm';
import { form, settings, site } from '../support/settings';
import { startStrapi, type StartedStrapi } from '../support/startStrapi';

const PATH = '/api/calltouch/client.js';
const MOST_BYTES = 2560;

const SHOP = site({ key: 'shop', name: 'Мебель', siteId: '777888', modId: 'wxyz9876' });
const TWO_SITES = [
  site({ name: 'Geheim', hosts: ['example.ru', 'www.example.ru'] }),
  { ...SHOP, hosts: ['shop.example.ru', 'магазин.рф'] },
];
const MORE_HOSTS = [
  ...[['okna-moskva.ru'], ['remont-spb.ru', 'remont-spb.com'], ['kuhni-nazakaz.ru'], ['dveri.su']],
  ...[['clinic-zdorovie.ru'], ['avto-dom.ru'], ['пример.рф'], ['stroy-master.ru']],
];
const MOD_IDS = 'q7k2m4p1 z0x8c6v4 h3j5l7n9 t1y3u5i7 b2n4m6k8 e9r7w5q3 o4p2a8s6 d1f3g5h7'.split(
  ' ',
);
const TEN_SITES = [
  ...TWO_SITES,
  ...MORE_HOSTS.map((hosts, index) =>
    site({ key: `more${index}`, siteId: String(index + 1), modId: MOD_IDS[index], hosts }),
  ),
];
const FORM = form({ fields: { fio: '{{ name }}', subject: 'Внутреннее название' } });

jest.setTimeout(30_000);

describe('GET /api/calltouch/client.js', () => {
  let app: StartedStrapi;

  beforeAll(async () => {
    app = await startStrapi({ CALLTOUCH_WORKER: 'false' });
  }, 60_000);

  afterAll(() => app?.stop());

  const save = async (sites = TWO_SITES) => {
    const saved = await app.admin('put', '/calltouch/settings').send(settings([FORM], {}, sites));
    expect(saved.status).toBe(200);
  };
  const get = () => app.visitor.get(PATH);

  it('is there for anybody before anything is set up', async () => {
    const answer = await get();
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/\(\[\]\);$/);
  });

  it('comes as a script that any site may load, briefly cached', async () => {
    await save();
    const answer = await get().set('Origin', 'https://example.ru');
    expect(answer.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=300, must-revalidate',
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
    });
    expect(answer.headers.etag).toMatch(/^"[\w-]{43}"$/);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('answers 304 without a body to who has it, and nothing but the head to HEAD', async () => {
    const { etag } = (await get()).headers;
    const again = await get().set('If-None-Match', etag!);
    expect([again.status, again.text]).toEqual([304, '']);
    expect(again.headers.etag).toBe(etag);
    expect((await get().set('If-None-Match', '"other"')).status).toBe(200);
    const head = await app.visitor.head(PATH);
    expect([head.status, head.headers.etag, head.text ?? '']).toEqual([200, etag, '']);
  });

  it('stays the same while its settings do, and changes with a site', async () => {
    await save();
    const before = await get();
    await app
      .admin('put', '/calltouch/settings')
      .send(settings([{ ...FORM, enabled: false }], { paused: true }, TWO_SITES));
    expect((await get()).headers.etag).toBe(before.headers.etag);
    await save([{ ...TWO_SITES[0]!, modId: 'qqqq0000' }]);
    const after = await get().set('If-None-Match', before.headers.etag!);
    expect(after.status).toBe(200);
    expect(after.text).toContain('qqqq0000');
    expect(after.text).not.toContain('abcd1234');
  });

  it('knows script ids of both sites and hosts of the second, and nothing else of the settings', async () => {
    await save();
    const { text } = await get();
    const [, sites] = /\((\[\[.*\]\])\);$/.exec(text)!;
    // The first site is also that of any other host.
    expect(JSON.parse(sites!)).toEqual([
      ['abcd1234'],
      ['wxyz9876', 'shop.example.ru', 'xn--80aairftm.xn--p1ai'],
    ]);
    for (const secret of ['18990', '777888', 'Geheim', 'Мебель', 'main', 'Внутреннее', 'lead']) {
      expect([secret, text.includes(secret)]).toEqual([secret, false]);
    }
  });

  it.each([
    ['one site', TWO_SITES.slice(0, 1)],
    ['two sites', TWO_SITES],
    ['ten sites', TEN_SITES],
  ])(`is at most ${MOST_BYTES} bytes when gzipped, with %s`, async (what, sites) => {
    await save(sites);
    const { text } = await get();
    const bytes = gzipSync(text, { level: 9 }).length;
    const byDefault = gzipSync(text).length;
    console.log(
      `client.js with ${what}: ${text.length}, gzipped ${bytes} or, by default, ${byDefault}`,
    );
    // The greater one: a server need not try its best.
    expect(Math.max(bytes, byDefault)).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('leaves one name on the page, and may be there twice', async () => {
    const { text } = await get();
    const names: string[] = [];
    const page: Record<string, unknown> = {
      document: { currentScript: null, querySelector: () => null, readyState: 'complete' },
      addEventListener: (name: string) => names.push(name),
      location: { hostname: 'example.ru', href: 'https://example.ru/' },
      unescape,
      URL,
    };
    page.window = page;
    const before = Object.keys(page);
    runInNewContext(`${text}\n${text}`, page);
    expect(Object.keys(page).filter((name) => !before.includes(name))).toEqual([
      'calltouchCapture',
    ]);
    expect(names).toContain('formdata');
    expect(names).toHaveLength(new Set(names).size);
  });
});
