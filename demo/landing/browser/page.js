/** Sends the landing page's form to Strapi, with the visit that it belongs to. */
(function () {
  const { strapiUrl, words } = JSON.parse(document.getElementById('facts').textContent);
  const form = document.getElementById('lead');
  const button = form.querySelector('button');
  const error = form.querySelector('.error');
  const thanks = document.getElementById('thanks');

  async function fillProducts() {
    const answer = await fetch(`${strapiUrl}/api/products`);
    const { data } = await answer.json();
    for (const { documentId, title } of data)
      form.elements.product.add(new Option(title, documentId));
  }

  /** Adds the visit. A blocker may keep the capture script away; the form goes out all the same. */
  function withVisit(body) {
    return window.calltouchCapture ? window.calltouchCapture.withAttribution(body) : body;
  }

  async function send() {
    const data = { kind: 'order' };
    for (const [name, value] of new FormData(form)) if (value.trim()) data[name] = value.trim();
    const answer = await fetch(`${strapiUrl}/api/leads`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(await withVisit({ data })),
    }).catch(() => null);
    if (!answer) return fail(words.unreachable);
    if (!answer.ok) return fail(words.refused);
    const created = await answer.json();
    document.getElementById('see').href =
      `${strapiUrl}/admin/content-manager/collection-types/api::lead.lead/${created.data.documentId}`;
    form.reset();
    show(true);
  }

  function fail(text) {
    error.textContent = text;
    error.hidden = false;
  }

  function show(sent) {
    form.hidden = sent;
    thanks.hidden = !sent;
    if (sent) thanks.focus();
    else form.elements.name.focus();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    error.hidden = true;
    button.disabled = true;
    button.textContent = words.sending;
    send()
      .catch(() => fail(words.unreachable))
      .finally(() => {
        button.disabled = false;
        button.textContent = words.send;
      });
  });
  thanks.querySelector('button').addEventListener('click', () => show(false));

  // A lead can be sent without a product.
  fillProducts().catch(() => undefined);
  window.addEventListener('load', async () => {
    const { calltouch } = await withVisit({});
    document.getElementById('session').textContent =
      (calltouch && calltouch.sessionId) || words.noSession;
  });
})();
