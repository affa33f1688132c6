import type { Page } from 'playwright-core';

/** A page with a form, and what the visitor and the page's own scripts do with it. */
export interface FormCase {
  what: string;
  /** `SEND` in it is the address of the backend, `HEAD` the tag of the capture script, `FRAME` the
   * address of `frame`. */
  body: string;
  /** Body of a page that stands in a frame. */
  frame?: string;
  /** What the visitor does; without it, presses the only button. */
  act?: (page: Page) => Promise<unknown>;
  /** How many requests the backend gets from this page without the capture. */
  requests: number;
  /** How many windows there are then; 1 if left out. */
  windows?: number;
  /** The page sends what it has read from the inputs itself, where the capture adds nothing. */
  isByHand?: boolean;
}

const FIELDS = `<input name="name" value="Иван &amp; Co" required><textarea name="message">1\n2</textarea>
  <input type="checkbox" name="agree" value="yes" checked><input name="off" value="x" disabled>
  <select name="size" multiple><option selected>S<option selected>M<option>L</select>`;
/** A form with inputs of all kinds. */
export const form = (inside = '', attributes = 'method="post" action="SEND"') =>
  `<form data-calltouch ${attributes}>${FIELDS}<button name="kind" value="callback">Send</button>${inside}</form>`;
/** A script of the page's own, which has `form`. */
export const script = (code: string) => `<script>const form = document.forms[0];${code}</script>`;
const FRAME = '<iframe name="answer"></iframe>';
const framed = (inside = '') => form(inside, 'method="post" action="SEND" target="answer"') + FRAME;

/** After a native submit. */
const after = (what: string, code: string, waitMs = 0): FormCase => ({
  what: `a page that ${what} its form ${waitMs === 0 ? 'right ' : ''}after the submit`,
  body:
    framed() +
    script(`form.addEventListener('submit', () => setTimeout(() => { ${code} }, ${waitMs}));`),
  requests: 1,
});
/** What the page does in its own handler, the form going out or not. */
const within = (what: string, code: string, requests: number): FormCase => ({
  what: `a handler that ${what}`,
  body: form() + script(`form.addEventListener('submit', async (event) => { ${code} });`),
  requests,
});
const POST_FORM = "fetch('SEND', { method: 'POST', body: new FormData(form) });";
const CLOBBERED = [
  ...['submit', 'action', 'method', 'id', 'target', 'elements', 'closest', 'matches', 'dataset'],
  ...[
    'querySelector',
    'appendChild',
    'append',
    'requestSubmit',
    'addEventListener',
    'hasAttribute',
  ],
  ...['getRootNode', 'parentNode', 'children', 'attributes', 'calltouch[sessionId]'],
  ...['getAttribute', 'nodeName', 'nodeType', 'ownerDocument', 'form', 'reset', 'length'],
];

/** What forms are, and what pages do to them, each on a page of its own. */
export const FORM_CASES: FormCase[] = [
  { what: 'a form that the browser posts', body: form(), requests: 1 },
  { what: 'a form by GET', body: form('', 'action="SEND"'), requests: 1 },
  {
    what: 'a form with a file',
    body: form(
      '<input type="file" name="plan">',
      'method="post" enctype="multipart/form-data" action="SEND"',
    ),
    act: async (page) => {
      const plan = { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('4 × 3 m') };
      await page.setInputFiles('[type=file]', plan);
      await page.click('button');
    },
    requests: 1,
  },
  {
    what: 'a button that sends the form elsewhere and another way',
    body: form('<button id="b" formaction="SEND/b" formenctype="multipart/form-data">B</button>'),
    act: (page) => page.click('#b'),
    requests: 1,
  },
  {
    what: 'a button outside of the form, by the Enter key',
    body: '<form data-calltouch id="f" method="post" action="SEND"></form><input form="f" name="name" value="x"><button form="f">Send</button>',
    act: (page) => page.press('[name=name]', 'Enter'),
    requests: 1,
  },
  {
    what: 'a picture as a button',
    body: form('<input type="image" name="at" width="9" height="9">'),
    act: (page) => page.click('[type=image]', { position: { x: 3, y: 4 } }),
    requests: 1,
  },
  {
    what: 'an answer in a new window',
    body: form('', 'method="post" action="SEND" target="_blank"'),
    requests: 1,
    windows: 2,
  },
  {
    what: 'a form that the browser finds faulty',
    body: form('<input name="mail" type="email" value="no">'),
    requests: 0,
  },
  {
    what: 'a button that also calls submit()',
    body: form().replace('<button', '<button onclick="this.form.submit()"'),
    requests: 1,
  },
  {
    what: 'a link that calls requestSubmit()',
    body: form('<a href="#" onclick="this.closest(\'form\').requestSubmit(); return false">go</a>'),
    act: (page) => page.click('a'),
    requests: 1,
  },
  {
    what: 'requestSubmit() with a button',
    body:
      form() +
      '<a href="#" id="go">go</a>' +
      script("go.onclick = () => form.requestSubmit(form.querySelector('button'));"),
    act: (page) => page.click('a'),
    requests: 1,
  },
  {
    what: 'submit() without a click',
    body: framed() + '<p>form</p>' + script("addEventListener('message', () => form.submit());"),
    act: (page) => page.evaluate("postMessage('go')"),
    requests: 1,
  },
  {
    what: 'two clicks, one after the other',
    body: framed(),
    act: async (page) => {
      await page.click('button');
      await page.waitForTimeout(300);
      await page.click('button');
    },
    requests: 2,
  },
  {
    what: 'inputs with the names of what a form can do',
    body: form(CLOBBERED.map((name) => `<input name="${name}" value="${name}">`).join('')),
    // Not by its selector: Playwright itself calls what the inputs hide.
    act: async (page) => {
      const [x, y] = await page.evaluate<[number, number]>(`(() => {
        const { left, top } = document.querySelector('button').getBoundingClientRect();
        return [left + 5, top + 5];
      })()`);
      await page.mouse.click(x, y);
    },
    requests: 1,
  },
  {
    what: 'a form in an open shadow root',
    body: `<div id="host"></div><script>
      host.attachShadow({ mode: 'open' }).innerHTML = ${JSON.stringify(form())};
    </script>`,
    requests: 1,
  },
  after('removes', 'form.remove();'),
  after('resets', 'form.reset();'),
  after('clears', "form.innerHTML = '';"),
  after('disables', 'for (const field of form.elements) field.disabled = true;'),
  after('removes', 'form.remove();', 100),
  after('leaves', "location.href = '/thanks';", 100),
  within('disables the button', "form.querySelector('button').disabled = true;", 1),
  within('disables the fields', 'for (const field of form.elements) field.disabled = true;', 1),
  within('changes a field', "form.elements.name.value = 'Changed';", 1),
  within('resets the form', 'form.reset();', 1),
  within('removes the form', 'form.remove();', 0),
  within('changes the address', "form.action = 'SEND/other';", 1),
  within('prevents the submit', 'event.preventDefault();', 0),
  within('stops the event', 'event.stopImmediatePropagation();', 1),
  within('throws', "throw 'the page’s own';", 1),
  within('sends FormData', `event.preventDefault(); ${POST_FORM}`, 1),
  within(
    'sends FormData and lets the form go',
    POST_FORM.replace(');', ', keepalive: true });').replace(' }, keepalive', ', keepalive'),
    2,
  ),
  within(
    'sends FormData of a form that it took out',
    `event.preventDefault(); form.remove(); ${POST_FORM}`,
    1,
  ),
  within(
    'sends FormData after a while, and resets',
    `event.preventDefault(); await 0; ${POST_FORM} form.reset();`,
    1,
  ),
  within('prevents the submit and calls submit()', 'event.preventDefault(); form.submit();', 1),
  within(
    'sends JSON',
    `event.preventDefault(); fetch('SEND', { method: 'POST', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(new FormData(form))) });`,
    1,
  ),
  {
    ...within(
      'sends what it has read from the inputs',
      `event.preventDefault(); fetch('SEND', { method: 'POST',
        body: new URLSearchParams(Array.from(form.elements, ({ name, value }) => [name, value])) });`,
      1,
    ),
    isByHand: true,
  },
  {
    ...within('rewrites what goes out', '', 1),
    body:
      form() +
      script(`addEventListener('formdata', ({ formData }) => {
        formData.set('lead', JSON.stringify([formData.get('name'), formData.get('size')]));
        formData.delete('name');
      });`),
  },
  {
    what: 'a handler that keeps all events to itself',
    body:
      form() +
      script(`for (const type of ['submit', 'formdata', 'click', 'focusin'])
        document.addEventListener(type, (event) => event.stopImmediatePropagation(), true);`),
    requests: 1,
  },
];
