import type { Page } from 'playwright-core';
import { form, script, type FormCase } from './formCases';

const inFrame = (page: Page) => page.frameLocator('iframe').locator('button').click();
const asAttribute = (html: string) => html.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** Sends as htmx does, and puts the answer in the form's place. */
const LIKE_HTMX = `addEventListener('submit', async (event) => {
  event.preventDefault();
  const data = new FormData(event.target, event.submitter);
  const answer = await fetch(event.target.action, { method: 'POST', body: new URLSearchParams(data) });
  event.target.outerHTML = await answer.text();
});`;
/** Sends as Turbo does: the answer's body, here the same again, takes the place of the page's. */
const LIKE_TURBO = `addEventListener('submit', async (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  const html = document.body.innerHTML;
  await fetch(event.target.action, { method: 'POST', body: new FormData(event.target, event.submitter) });
  const body = document.createElement('body');
  body.innerHTML = html;
  document.documentElement.replaceChild(body, document.body);
}, true);`;

/** Where forms stand, and how pages send them that have a library for it. */
export const PAGE_CASES: FormCase[] = [
  {
    what: 'a form in a dialog',
    body: `<dialog id="d">${form()}</dialog><a href="#" onclick="d.showModal(); return false">open</a>`,
    act: async (page) => {
      await page.click('a');
      await page.click('button');
    },
    requests: 1,
  },
  {
    what: 'a form that comes later',
    body: `<a href="#" id="go">go</a><div id="place"></div><script>
      go.onclick = () => { place.innerHTML = ${JSON.stringify(form())}; return false; };</script>`,
    act: async (page) => {
      await page.click('a');
      await page.click('button');
    },
    requests: 1,
  },
  {
    what: 'a form in a frame with srcdoc',
    body: `<iframe srcdoc="${asAttribute(`HEAD${form()}`)}"></iframe>`,
    act: inFrame,
    requests: 1,
  },
  {
    what: 'a form in a frame with an address of its own',
    body: '<iframe src="FRAME"></iframe>',
    frame: form(),
    act: inFrame,
    requests: 1,
  },
  {
    what: 'a form in a shadow root within another',
    body: `<div id="host"></div><script>
      const inner = document.createElement('div');
      host.attachShadow({ mode: 'open' }).append(inner);
      inner.attachShadow({ mode: 'open' }).innerHTML = ${JSON.stringify(form())};
    </script>`,
    requests: 1,
  },
  {
    what: 'a library like htmx',
    body: form() + script(LIKE_HTMX),
    requests: 1,
  },
  {
    what: 'a library like Turbo, twice',
    body: form() + script(LIKE_TURBO),
    act: async (page) => {
      const came = () => page.waitForResponse(/SEND|send/);
      await Promise.all([came(), page.click('button')]);
      await page.waitForTimeout(50);
      await Promise.all([came(), page.click('button')]);
    },
    requests: 2,
  },
  {
    what: 'the visitor who comes back and sends again',
    body: form(),
    act: async (page) => {
      await Promise.all([page.waitForURL(/send/), page.click('button')]);
      await page.goBack({ waitUntil: 'domcontentloaded' });
      await Promise.all([page.waitForURL(/send/), page.click('button')]);
    },
    requests: 2,
  },
  {
    what: 'a captcha whose callback sends',
    body:
      form('<textarea name="g-recaptcha-response" hidden></textarea>') +
      script(`form.addEventListener('submit', (event) => {
        event.preventDefault();
        new FormData(form);
        setTimeout(() => {
          form.elements['g-recaptcha-response'].value = 'solved';
          HTMLFormElement.prototype.submit.call(form);
        }, 50);
      });`),
    requests: 1,
  },
];
