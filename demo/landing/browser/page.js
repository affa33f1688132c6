/** Sends the landing page's form to Strapi, with the visit that it belongs to. */
(function () {
  const { strapiUrl, modId, words } = JSON.parse(document.getElementById('facts').textContent);
  const form = document.getElementById('lead');
  const button = form.querySelector('button');
  const error = form.querySelector('.error');
  const thanks = document.getElementById('thanks');

  /** Id of the Calltouch session; undefined if the tracker is blocked or not yet there. */
  function sessionId() {
    try {
      const params = window.ct('calltracking_params', modId);
      if (params && params.sessionId) return String(params.sessionId);
    } catch {
      // Whatever the tracker does, the form must go out.
    }
    return cookieSessionId();
  }

  /** `_ct_ids` holds `modId:siteId:sessionId` of each script on the page, separated by commas. */
  function cookieSessionId() {
    const cookie = document.cookie.split('; ').find((item) => item.startsWith('_ct_ids='));
    if (!cookie) return undefined;
    const ids = decodeURIComponent(cookie.slice('_ct_ids='.length)).split(',');
    const own = ids.map((id) => id.split(':')).find(([id]) => id === modId);
    return own && own[2];
  }

  async function fillProducts() {
    const answer = await fetch(`${strapiUrl}/api/products`);
    const { data } = await answer.json();
    for (const { documentId, title } of data)
      form.elements.product.add(new Option(title, documentId));
  }

  async function send() {
    const data = { kind: 'order' };
    for (const [name, value] of new FormData(form)) if (value.trim()) data[name] = value.trim();
    data.calltouch = { sessionId: sessionId(), pageUrl: window.location.href };
    const answer = await fetch(`${strapiUrl}/api/leads`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ data }),
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
  window.addEventListener('load', () => {
    document.getElementById('session').textContent = sessionId() || words.noSession;
  });
})();
