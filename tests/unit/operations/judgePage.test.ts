import { CHECK_VARIANTS, type Site } from '../../../server/src/contracts';
import { judgePage } from '../../../server/src/operations/judgePage';
import { site } from '../../support/settings';

const PAGE_URL = 'https://example.ru/okna/';
const SCRIPT_URL = 'https://cms.example.ru/api/calltouch/client.js';
const TAG = `<script async src="${SCRIPT_URL}"></script>`;
const OTHER = site({ key: 'shop', name: 'Магазин', modId: 'wxyz9876', hosts: ['shop.ru'] });

/** As Calltouch's account gives it; pages of other years end with another call. */
const snippet = (ids: string) => `<!-- calltouch -->
<script type="text/javascript">
(function(w,d,n,c){w.CalltouchDataObject=n;w[n]=function(){w[n]["callbacks"].push(arguments)};if(!w[n]["callbacks"]){w[n]["callbacks"]=[]}w[n]["loaded"]=false;if(typeof c!=="object"){c=[c]}w[n]["counters"]=c;for(var i=0;i<c.length;i+=1){p(c[i])}function p(cId){var a=d.getElementsByTagName("script")[0],s=d.createElement("script"),i=function(){a.parentNode.insertBefore(s,a)},m=typeof Array.prototype.find === 'function',n=m?"init-min.js":"init.js";s.async=true;s.src="https://mod.calltouch.ru/"+n+"?id="+cId;i()}})(window,document,"ct",${ids});
</script>
<!-- calltouch -->`;

function judged(html: string, sites: Site[] = [site()], url = PAGE_URL, scriptUrl = SCRIPT_URL) {
  return judgePage({ url, html }, { sites }, scriptUrl);
}

/** State and variant of one finding. */
function found(code: string, ...args: Parameters<typeof judged>): string {
  const check = judged(...args).checks.find((item) => item.code === code);
  expect(CHECK_VARIANTS).toHaveProperty(
    code,
    expect.arrayContaining([check?.variant ?? 'no finding']),
  );
  return `${check?.state} ${check?.variant}`;
}

const valuesOf = (code: string, ...args: Parameters<typeof judged>) =>
  judged(...args).checks.find((item) => item.code === code)?.values;

describe('the site of a page', () => {
  it.each([
    ['right ofSite', PAGE_URL, [site(), OTHER]],
    ['right ofSite', 'http://www.example.ru/', [site()]],
    ['wrong ofNone', 'https://landing.ru/', [site(), OTHER]],
    ['unsure onlySite', 'https://landing.ru/', [site()]],
    ['right ofSite', 'https://xn--e1afmkfd.xn--p1ai/', [site({ hosts: ['пример.рф'] }), OTHER]],
  ])('is told: %s of %s', (expected, url, sites) => {
    expect(found('pageHost', '', sites, url)).toBe(expected);
  });
});

describe('the plugin’s script on a page', () => {
  it.each([
    ['in the tag of the docs', TAG],
    ['in capitals and without quotes', `<SCRIPT SRC=${SCRIPT_URL} DEFER></SCRIPT>`],
    ['without a scheme', '<script src="//cms.example.ru/api/calltouch/client.js"></script>'],
    ['with a version', `<script src='${SCRIPT_URL}?v=1&amp;t=2'></script>`],
    ['with an entity in its address', TAG.replace('/api/', '&#47;api/')],
    ['after a comparison in another script', `<script>if (a<b && c</d/.test(x)) {}</script>${TAG}`],
    [
      'after text of a tag in a script',
      `<script>document.write("<script src='x'>")</script>${TAG}`,
    ],
    [
      'twice, once from elsewhere',
      `<script src="https://old.ru/api/calltouch/client.js"></script>${TAG}`,
    ],
    ['in a body that was never closed', `<html><body><div><p>${TAG}`],
    [
      'after a base of the page',
      `<base href="https://cms.example.ru/"><script src="api/calltouch/client.js">`,
    ],
  ])('is found %s', (_where, html) => expect(found('pageScript', html)).toBe('right there'));

  it.each([
    ['in a comment', `<!-- ${TAG} -->`],
    ['in the comment of old browsers', `<!--[if IE]>${TAG}<![endif]-->`],
    ['in a text', '<p>/calltouch/client.js</p>'],
    ['in a text area', `<textarea>${TAG}</textarea>`],
    ['in a title', `<title>${TAG}</title>`],
    ['nowhere', ''],
    ['with an address that is none', '<script src="http://[/calltouch/client.js"></script>'],
    [
      'under another name',
      '<script src="https://cms.example.ru/api/calltouch/client.json"></script>',
    ],
  ])('is missing where it is %s', (_where, html) => {
    expect(found('pageScript', html)).toBe('wrong missing');
  });

  it.each([
    ['announced', `<link rel=preload as=script href="${SCRIPT_URL}">`],
    [
      'a text of a script',
      `<script>self.__next_f.push([1,"\\"src\\":\\"${SCRIPT_URL}\\""])</script>`,
    ],
    ['data of a script', `<script type="application/json">{"src":"${SCRIPT_URL}"}</script>`],
  ])('may be loaded where it is %s', (_how, html) => {
    expect(found('pageScript', html)).toBe('unsure mentioned');
  });

  it('runs not at once where its type is plain', () => {
    expect(found('pageScript', TAG.replace('async', 'type="text/plain"'))).toBe('unsure held');
  });

  it('is blocked where the page is safe and it is not', () => {
    expect(found('pageScript', TAG.replace('https:', 'http:'))).toBe('wrong insecure');
    const http = [TAG, [site()], 'http://example.ru/'] as const;
    expect(found('pageScript', http[0], [...http[1]], http[2])).toBe('right there');
  });

  it('may come from elsewhere, or from nobody knows where', () => {
    const tag = '<script src="https://old.example.ru/api/calltouch/client.js?v=1"></script>';
    expect(found('pageScript', tag)).toBe('wrong otherHost');
    expect(valuesOf('pageScript', tag)).toEqual({
      found: 'https://old.example.ru/api/calltouch/client.js',
      expected: SCRIPT_URL,
    });
    const unknown = judgePage({ url: PAGE_URL, html: tag }, { sites: [site()] }, null);
    expect(unknown.checks[1]).toMatchObject({ state: 'unsure', variant: 'addressUnknown' });
  });
});

describe('Calltouch’s script on a page', () => {
  it.each([
    ['the snippet', snippet('"abcd1234"')],
    ['the snippet in single quotes', snippet("'abcd1234'")],
    ['the snippet with a list', snippet('["abcd1234"]')],
    ['the snippet with a list of several', snippet('["wxyz9876", "abcd1234"]')],
    [
      'the snippet over several lines',
      snippet('"abcd1234"').replace('(window,document,', '(window, document,\n  '),
    ],
    [
      'the snippet within a text',
      `<script>self.__next_f.push([1,"})(window,document,\\"ct\\",\\"abcd1234\\");"])</script>`,
    ],
    ['a tag', '<script src="https://mod.calltouch.ru/init.js?id=abcd1234"></script>'],
    [
      'a tag of the newer file',
      '<script async src="//mod.calltouch.ru/init-min.js?id=abcd1234" data-skip-moving="true"></script>',
    ],
    [
      'a tag with more in its address',
      '<script src="https://mod.calltouch.ru/init.js?a=1&amp;id=abcd1234&amp;b=2"></script>',
    ],
    [
      'a preload',
      '<link rel="preload" as="script" href="https://mod.calltouch.ru/init.js?id=abcd1234">',
    ],
    [
      'an address in a script',
      `<script>s.src='https://mod.calltouch.ru/init.js?id=abcd1234';</script>`,
    ],
    ['one of two scripts', snippet('"wxyz9876"') + snippet('"abcd1234"')],
  ])('is found by %s', (_what, html) => {
    expect(found('pageTracker', html)).toBe('right ofSite');
    expect(found('pageTracker', html, [site(), OTHER])).toBe('right ofSite');
  });

  it.each([
    [
      'commented out',
      `<!-- <script src="https://mod.calltouch.ru/init.js?id=abcd1234"></script> -->`,
    ],
    ['a hint to connect early', '<link rel="preconnect" href="https://mod.calltouch.ru/">'],
    ['another’s snippet', '<script>(function(){})(window,document,"script","abcd1234")</script>'],
    [
      'a request to another service',
      '<script>fetch("https://api.calltouch.ru/x?id=abcd1234")</script>',
    ],
    ['nothing', ''],
  ])('is missing where there is %s', (_what, html) => {
    expect(found('pageTracker', html)).toBe('wrong missing');
  });

  it('may be of another site, or of none', () => {
    const two = [site(), OTHER];
    expect(found('pageTracker', snippet('"wxyz9876"'), two)).toBe('wrong otherSite');
    expect(valuesOf('pageTracker', snippet('"wxyz9876"'), two)).toEqual({
      modId: 'wxyz9876',
      name: 'Магазин',
    });
    expect(found('pageTracker', snippet('"qqqq0000"'), two)).toBe('wrong unknown');
  });

  it('is of another site also where the page’s site has no script ID', () => {
    const sites = [site({ modId: '' }), OTHER];
    expect(found('pageTracker', snippet('"wxyz9876"'), sites)).toBe('wrong otherSite');
    expect(found('pageTracker', snippet('"abcd1234"'), sites)).toBe('wrong unknown');
  });

  it('is of any site where nobody knows whose page it is', () => {
    const args = [[site(), OTHER], 'https://landing.ru/'] as const;
    expect(found('pageTracker', snippet('"wxyz9876"'), [...args[0]], args[1])).toBe('right ofAny');
    expect(found('pageTracker', snippet('"qqqq0000"'), [...args[0]], args[1])).toBe(
      'wrong unknown',
    );
  });

  it.each([
    ['unsure noId', '<script src="https://mod.calltouch.ru/d_client.js?param;ref;url"></script>'],
    ['unsure noId', snippet('counterId')],
    ['right loaded', TAG.replace('async', 'async data-load-tracker')],
    ['unsure tagManager', `<script>j.src='https://www.googletagmanager.com/gtm.js?id='+i</script>`],
    [
      'unsure tagManager',
      '<script src="https://www.googletagmanager.com/gtm.js?id=GTM-X"></script>',
    ],
    [
      'unsure held',
      '<script type="text/plain" src="https://mod.calltouch.ru/init.js?id=abcd1234"></script>',
    ],
    [
      'right ofSite',
      `<script src="https://www.googletagmanager.com/gtm.js?id=G"></script>${snippet('"abcd1234"')}`,
    ],
  ])('%s: %s', (expected, html) => expect(found('pageTracker', html)).toBe(expected));
});

describe('the forms of a page', () => {
  it('are counted and named', () => {
    const { checks, forms } = judged(
      '<form id=callback data-calltouch><input name=phone></form>' +
        '<FORM NAME="search" ACTION="/search?a=1&amp;b=2" ID="x" id="y"></FORM><form></form>',
    );
    expect(forms).toEqual([
      { isMarked: true, id: 'callback', name: '', action: '' },
      { isMarked: false, id: 'x', name: 'search', action: '/search?a=1&b=2' },
      { isMarked: false, id: '', name: '', action: '' },
    ]);
    expect(checks.at(-1)).toMatchObject({
      state: 'unsure',
      variant: 'some',
      values: { marked: '1', total: '3' },
    });
  });

  it.each([
    ['right all', '<form data-calltouch=""></form>'],
    ['right all', '<form\n\tDATA-CALLTOUCH\n></form><form data-calltouch="true"></form>'],
    ['unsure unmarked', '<form data-calltouch-x></form>'],
    ['unsure unmarked', '<form class="data-calltouch"></form>'],
    ['unsure none', '<!-- <form data-calltouch> --><div data-calltouch></div>'],
    ['unsure none', `<script>html = '<form data-calltouch>'</script>`],
  ])('%s: %s', (expected, html) => expect(found('pageForms', html)).toBe(expected));

  it('are told up to 50, with no endless text', () => {
    const { forms, checks } = judged(`<form id="${'x'.repeat(9_000)}">`.repeat(60));
    expect([forms.length, forms[0]!.id.length]).toEqual([50, 200]);
    expect(checks.at(-1)?.values.total).toBe('60');
  });
});

describe('a page that was made to keep the server busy', () => {
  /** A quarter of the longest page. */
  const fill = (text: string) => text.repeat(Math.ceil((512 * 1024) / text.length));
  /** A loaded machine included; what grows with the square of the length takes much longer. */
  const LONGEST_MS = 4_000;

  it.each([
    ...['<', '<a ', '<b>', '<!--', '<form ', '<script>', '<a b="', '&amp;', '&#x', '\0', 'я'],
    ...['<script src=//x/calltouch/client.js>', '<link as=script href=x>', '<base href=x>', ' '],
    ...['<a b=&amp;', '</a>', '<![CDATA[', '<?', '<form data-calltouch>', '<title>', '<svg><a/>'],
  ])('of %j is judged in time', (text) => {
    const startMs = performance.now();
    expect(judged(fill(text)).checks).toHaveLength(4);
    expect(performance.now() - startMs).toBeLessThan(LONGEST_MS);
  });

  it('of tags that are never closed, and closing ones of others, is judged in time', () => {
    const startMs = performance.now();
    expect(judged(fill('<b>') + fill('</i>')).checks).toHaveLength(4);
    expect(performance.now() - startMs).toBeLessThan(LONGEST_MS);
  });

  it.each([
    ...['window,document,"ct",[', 'window , document', 'mod.calltouch.ru/a?a=', '\\', '"ct"'],
    ...['mod.calltouch.ru/', 'id=abcd1234', 'mod.calltouch.ru/init.js?id=abcd1234 ', 'window '],
  ])('with a script of %j is judged in time', (text) => {
    const startMs = performance.now();
    expect(judged(`<script>${fill(text)}`).checks).toHaveLength(4);
    expect(performance.now() - startMs).toBeLessThan(LONGEST_MS);
  });
});
