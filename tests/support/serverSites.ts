import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startSiteProcess, type SiteProcess } from './siteProcess';

/** The sites of the recipes that have a server of their own. */

const LAYOUT = `export default function Layout({ children }: { children: React.ReactNode }) {
  return <html lang="ru"><body>{children}</body></html>;
}`;
/** Where the recipes for Next.js tell their files to be. */
const NEXT_FILES: Record<string, string> = {
  'LeadForm.tsx': 'app/LeadForm.tsx',
  'actions.ts': 'app/actions.ts',
  'CallbackForm.tsx': 'app/callback/CallbackForm.tsx',
  'route.ts': 'app/api/lead/route.ts',
};

/**
 * A Next.js site: the server action's form at `/`, the route handler's at `/callback`.
 *
 * @param examples folder with the recipes and their packages
 */
export async function startNextSite(examples: string, strapiUrl: string): Promise<SiteProcess> {
  const folder = path.join(examples, 'next');
  for (const [from, to] of Object.entries(NEXT_FILES)) {
    await mkdir(path.dirname(path.join(folder, to)), { recursive: true });
    await cp(path.join(folder, from), path.join(folder, to));
  }
  await writeFile(path.join(folder, 'app/layout.tsx'), LAYOUT);
  await writeFile(path.join(folder, 'app/page.tsx'), pageWith('LeadForm'));
  await writeFile(path.join(folder, 'app/callback/page.tsx'), pageWith('CallbackForm'));
  const next = path.join(examples, 'node_modules/next/dist/bin/next');
  return startSiteProcess({
    folder,
    build: [next, 'build'],
    start: (port) => [next, 'start', '-H', '127.0.0.1', '-p', String(port)],
    env: { NEXT_TELEMETRY_DISABLED: '1', STRAPI_URL: strapiUrl },
  });
}

/** A Nuxt site, rendered on the server: the form of the recipe for Vue at `/`. */
export async function startNuxtSite(examples: string, strapiUrl: string): Promise<SiteProcess> {
  const folder = path.join(examples, 'nuxt');
  await mkdir(path.join(folder, 'app'), { recursive: true });
  await cp(path.join(examples, 'vue/LeadForm.vue'), path.join(folder, 'app/LeadForm.vue'));
  await writeFile(
    path.join(folder, 'app/app.vue'),
    `<script setup lang="ts">
    import LeadForm from './LeadForm.vue';
    </script>
    <template><LeadForm strapi-url="${strapiUrl}" /></template>`,
  );
  const nuxt = path.join(examples, 'node_modules/nuxt/bin/nuxt.mjs');
  return startSiteProcess({
    folder,
    build: [nuxt, 'build'],
    start: () => ['.output/server/index.mjs'],
    env: { NUXT_TELEMETRY_DISABLED: '1' },
  });
}

function pageWith(form: string): string {
  return `import { ${form} } from './${form}';
export default function Page() {
  return <${form} />;
}`;
}
