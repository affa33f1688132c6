import { gzipSync } from 'node:zlib';
import { runInNewContext } from 'node:vm';
import { describeWithStrapi } from '../support/describeWithStrapi';
import { form, settings, site } from '../support/settings';

const PATH = '/api/calltouch/client.js';
const MOST_BYTES = 2048;

const SHOP = site({ key: 'shop', name: 'Мебель', siteId: '777888', modId: 'wxyz9876' });
const TWO_SITES = [
  site({ name: 'Geheim', hosts: ['example.ru', 'www.example.ru'] }),
  { ...SHOP, hosts: ['shop.example.ru', 'магазин.рф'] },
];
const FORM = form({ fields: { fio: '{{ name }}', subject: 'Внутреннее название' } });

jest.setTimeout(30_000);

describeWithStrapi(
  'GET /api/calltouch/client.js',
  { env: { CALLTOUCH_WORKER: 'false' } },
  ({ app }) => {
    const save = async (sites = TWO_SITES) => {
      const saved = await app.admin('put', '/calltouch/settings').send(settings([FORM], {}, sites));
      expect(saved.status).toBe(200);
    };
    const get = () => app.visitor.get(PATH);

    it('is there for anybody before anything is set up', async () => {
      const answer = await get();
      expect(answer.status).toBe(200);
      expect(answer.text).toMatch(/^\{const SITES=\[\];/);
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

    it('knows script ids and hosts of both sites, and nothing else of the settings', async () => {
      await save();
      const { text } = await get();
      const [, sites] = /^\{const SITES=(\[.*?\]);\(/.exec(text)!;
      expect(JSON.parse(sites!)).toEqual([
        { modId: 'abcd1234', hosts: ['example.ru'] },
        { modId: 'wxyz9876', hosts: ['shop.example.ru', 'xn--80aairftm.xn--p1ai'] },
      ]);
      for (const secret of ['18990', '777888', 'Geheim', 'Мебель', 'main', 'Внутреннее', 'lead']) {
        expect([secret, text.includes(secret)]).toEqual([secret, false]);
      }
    });

    it.each([
      ['one site', TWO_SITES.slice(0, 1)],
      ['two sites', TWO_SITES],
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
        document: { currentScript: null },
        addEventListener: (name: string) => names.push(name),
        EventTarget: class {
          addEventListener(name: string) {
            names.push(name);
          }
        },
        location: { hostname: 'example.ru' },
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
  },
);
