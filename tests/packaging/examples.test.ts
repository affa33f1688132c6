import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import {
  HOST_A,
  startCaptureStage,
  type CaptureStage,
  type Visitor,
} from '../support/captureStage';
import { installExamples } from '../support/installedExamples';
import { startNextSite, startNuxtSite } from '../support/serverSites';
import type { SiteProcess } from '../support/siteProcess';
import { MOD_A, SESSIONS, trackerScript } from '../support/trackers';

const run = promisify(execFile);

jest.setTimeout(10 * 60_000);

describe('the examples, with the packed plugin', () => {
  let folder: string;
  let stage: CaptureStage;

  beforeAll(async () => {
    folder = await installExamples();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('bring no Strapi along', async () => {
    expect(await readdir(path.join(folder, 'node_modules/@strapi'))).toEqual(['utils']);
  });

  it('fit the types of the plugin, React, Next.js and Vue', async () => {
    await run(path.join(folder, 'node_modules/.bin/vue-tsc'), ['--noEmit', '-p', folder]);
  });

  it('import on a server, where there is no page', async () => {
    const program = `
      const capture = await import('strapi-plugin-calltouch/client');
      capture.configure({ modId: 'abcd1234', loadTracker: true });
      console.log(JSON.stringify(await capture.withAttribution({ data: {} })));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], {
      cwd: folder,
    });
    expect(JSON.parse(stdout)).toEqual({ data: { calltouch: { pageUrl: '' } } });
  });

  describe('in a browser', () => {
    let visitor: Visitor;

    beforeAll(async () => {
      stage = await startCaptureStage();
    });
    afterAll(async () => {
      await stage?.stop();
    });
    beforeEach(async () => {
      visitor = await stage.visitor();
    });
    afterEach(async () => {
      expect(visitor.problems).toEqual([]);
      await visitor.context.close();
    });

    /** Sends the form of the page at an address, and tells what became of the lead. */
    const send = async (name: string, url: string) => {
      await visitor.page.addInitScript(trackerScript(MOD_A));
      // What was rendered on the server takes no click before its scripts have run.
      await visitor.page.goto(url, { waitUntil: 'networkidle' });
      await visitor.page.getByPlaceholder('Имя').fill(name);
      await visitor.page.getByPlaceholder('Телефон').fill('8 (920) 123-45-67');
      await visitor.page.getByRole('button', { name: 'Отправить' }).click();
      const { params, delivery } = await stage.lead(name);
      await visitor.page.getByText('Спасибо, заявка принята.').waitFor();
      return { params, capture: delivery.capture };
    };
    const withSession = (pageUrl: string) => ({
      params: expect.objectContaining({
        sessionId: SESSIONS[MOD_A],
        phoneNumber: '79201234567',
        requestUrl: pageUrl,
      }),
      capture: { sessionId: SESSIONS[MOD_A], pageUrl, source: 'body', reason: null },
    });
    /** Puts a built app on the site's pages, and returns its address. */
    const put = (name: string, script: string) => {
      stage.pages.put(`/${name}.js`, script);
      const page = `<!doctype html><div id="app"></div><script src="/${name}.js"></script>`;
      stage.pages.put(`/${name}`, page);
      return stage.pages.url(HOST_A, `/${name}`);
    };

    it('send a lead with its session from React and react-hook-form', async () => {
      const contents = `
        import { createRoot } from 'react-dom/client';
        import { LeadForm } from './react/LeadForm';
        const root = createRoot(document.getElementById('app'));
        root.render(<LeadForm strapiUrl=${JSON.stringify(stage.app.url)} />);`;
      const { outputFiles } = await build({
        stdin: { contents, loader: 'tsx', resolveDir: folder },
        bundle: true,
        format: 'iife',
        jsx: 'automatic',
        define: { 'process.env.NODE_ENV': '"production"' },
        write: false,
      });
      const url = put('react', outputFiles[0]!.text);
      expect(await send('React', url)).toEqual(withSession(url));
    });

    it('send a lead with its session from Vue', async () => {
      await writeFile(
        path.join(folder, 'vue/main.ts'),
        `import { createApp } from 'vue';
        import LeadForm from './LeadForm.vue';
        createApp(LeadForm, { strapiUrl: ${JSON.stringify(stage.app.url)} }).mount('#app');`,
      );
      const program = `
        import { build } from 'vite';
        import vue from '@vitejs/plugin-vue';
        await build({
          configFile: false,
          logLevel: 'warn',
          plugins: [vue()],
          define: { 'process.env.NODE_ENV': '"production"' },
          build: { lib: { entry: 'vue/main.ts', name: 'site', formats: ['iife'], fileName: 'site' } },
        });`;
      await run(process.execPath, ['--input-type=module', '-e', program], { cwd: folder });
      const [script] = await readdir(path.join(folder, 'dist'));
      const url = put('vue', await readFile(path.join(folder, 'dist', script!), 'utf8'));
      expect(await send('Vue', url)).toEqual(withSession(url));
    });

    it('send a lead with its session from Nuxt, rendered on the server', async () => {
      const site = await startNuxtSite(folder, stage.app.url);
      try {
        const url = `http://${HOST_A}:${site.port}/`;
        expect(await (await fetch(`http://127.0.0.1:${site.port}/`)).text()).toContain('Телефон');
        expect(await send('Nuxt', url)).toEqual(withSession(url));
      } finally {
        await site.stop();
      }
    });

    describe('and Next.js on the server', () => {
      let site: SiteProcess;

      beforeAll(async () => {
        site = await startNextSite(folder, stage.app.url);
      });
      afterAll(() => site?.stop());

      it.each([
        ['server action', '/'],
        ['route handler', '/callback'],
      ])('send a lead with its session through a %s', async (name, at) => {
        const url = `http://${HOST_A}:${site.port}${at}`;
        expect(await send(name, url)).toEqual(withSession(url));
      });
    });
  });
});
