/** How the page's script makes the body, and the headers that go with it. */
const BODIES = {
  json: `{ body: JSON.stringify(await withAttribution({ data: lead })),
    headers: { 'Content-Type': 'application/json' } }`,
  formData: '{ body: await withAttribution(fields(new FormData())) }',
  urlencoded: '{ body: await withAttribution(fields(new URLSearchParams())) }',
};

/** A page with a form that its own script sends, as soon as the capture knows what it can know. */
export function scriptedPage(head: string, kind: keyof typeof BODIES = 'json'): string {
  return `<!doctype html><head>${head}</head><body>
    <form id="lead"><input name="name"><button>Send</button></form>
    <script>
      document.getElementById('lead').addEventListener('submit', async (event) => {
        event.preventDefault();
        const lead = { name: event.target.elements.name.value };
        const fields = (body) => {
          for (const name in lead) body.set('data[' + name + ']', lead[name]);
          return body;
        };
        const { withAttribution } = window.calltouchCapture;
        const pressedMs = performance.now();
        const init = ${BODIES[kind]};
        window.waitedMs = performance.now() - pressedMs;
        await fetch('/send', { method: 'POST', ...init });
      });
    </script></body>`;
}
