import type { CaptureStage, Visitor } from './captureStage';

/** How the page's script makes the body, and the headers that go with it. */
const BODIES = {
  json: `{ body: JSON.stringify(await withAttribution({ data: lead })),
    headers: { 'Content-Type': 'application/json' } }`,
  formData: '{ body: await withAttribution(fields(new FormData())) }',
  urlencoded: '{ body: await withAttribution(fields(new URLSearchParams())) }',
};

/** A page with a form that its own script sends, as soon as the capture knows what it can know. */
export function scriptedPage(
  { app }: CaptureStage,
  head: string,
  kind: keyof typeof BODIES = 'json',
): string {
  return `<!doctype html><head>${head}</head><body>
    <form id="lead"><input name="name"><button>Send</button></form><output></output>
    <script>
      document.getElementById('lead').addEventListener('submit', async (event) => {
        event.preventDefault();
        const lead = { name: event.target.elements.name.value, phone: '89201234567' };
        const fields = (body) => {
          for (const name in lead) body.set('data[' + name + ']', lead[name]);
          return body;
        };
        const { withAttribution } = window.calltouchCapture;
        const answer = await fetch('${app.url}/api/leads', { method: 'POST', ...${BODIES[kind]} });
        document.querySelector('output').textContent = answer.status;
      });
    </script></body>`;
}

/** Sends such forms, each with a name of its own. */
export function createSender(stage: CaptureStage) {
  const figures: string[] = [];
  let count = 0;
  return {
    /** What was sent when, for the console. */
    figures,
    /** Sends the form of the visitor's page, and tells what became of the lead. */
    async send(visitor: Visitor, what: string) {
      const name = `Visitor ${(count += 1)}`;
      await visitor.page.fill('[name=name]', name);
      await visitor.page.click('button');
      const lead = await stage.lead(name);
      const delayMs = await visitor.delayMs();
      figures.push(`${what}: sent after ${delayMs.toFixed(0)} ms`);
      expect(visitor.problems).toEqual([]);
      return { ...lead, delayMs };
    },
  };
}

/** Gives a visitor's browser cookies of a host. */
export async function setCookies(
  { context }: Visitor,
  domain: string,
  cookies: Record<string, string>,
): Promise<void> {
  const list = Object.entries(cookies).map(([name, value]) => ({ name, value, domain, path: '/' }));
  await context.addCookies(list);
}
