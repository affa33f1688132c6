/**
 * Stands in for Calltouch's tracker script: replaces the queue stub `window.ct`, answers
 * `ct('calltracking_params', modId)`, and leaves the cookies that the real one leaves.
 * `window.trackerSetup` comes from the landing server.
 */
(function () {
  const { modId, siteId, sessions } = window.trackerSetup;
  const source = new URLSearchParams(window.location.search).get('utm_source') || '';
  const sessionId = Object.hasOwn(sessions, source) ? sessions[source] : sessions[''];
  const params = { modId, siteId, sessionId: Number(sessionId) };

  function ct(method, wantedModId) {
    if (method !== 'calltracking_params') return undefined;
    if (wantedModId === undefined) return [params];
    return wantedModId === modId ? params : undefined;
  }
  ct.loaded = true;

  const queued = window.ct && window.ct.q ? window.ct.q : [];
  window.ct = ct;
  for (const call of queued) ct.apply(null, call);

  const ids = encodeURIComponent([modId, siteId, sessionId].join(':'));
  document.cookie = `_ct_ids=${ids}; path=/; max-age=1800; samesite=lax`;
  document.cookie = `_ct_session_id=${sessionId}; path=/; max-age=1800; samesite=lax`;
})();
