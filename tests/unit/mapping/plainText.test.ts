import fc from 'fast-check';
import { decodeEntities, htmlText } from '../../../server/src/mapping/plainText';
import { itEvery } from '../../support/itEvery';

describe('decodeEntities', () => {
  itEvery([
    ['Иван&nbsp;Петров', 'Иван Петров'],
    ['ООО &quot;Ромашка&quot;', 'ООО "Ромашка"'],
    ['О&#39;Генри &#x41F; &#1055;', "О'Генри П П"],
    ['&laquo;Окна&raquo; &mdash; R&amp;D', '«Окна» — R&D'],
    ['&amp;lt;', '&lt;'],
    ['5 < 6 & 7 > 2', '5 < 6 & 7 > 2'],
    ['R&D; a&b; ?a=1&lt=2&copy', 'R&D; a&b; ?a=1&lt=2&copy'],
    ['&#0; &#1114112; &#x110000;', '&#0; &#1114112; &#x110000;'],
    ['&#128512;', '😀'],
    ['', ''],
  ])('reads … as …', (text, decoded) => {
    expect(decodeEntities(text)).toBe(decoded);
  });

  it('leaves a text alone that has no entity', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const plain = text.replace(/[&\u00a0]/g, '');
        expect(decodeEntities(plain)).toBe(plain);
      }),
    );
  });
});

describe('htmlText', () => {
  itEvery([
    ['<p>Жду&nbsp;звонка</p><p>после <strong>18:00</strong></p>', 'Жду звонка\nпосле 18:00'],
    ['a<br>b<br/>c<BR />d', 'a\nb\nc\nd'],
    ['<ul>\n<li>один</li>\n<li>два</li>\n</ul>', '- один\n- два'],
    ['<table><tr><td>Имя</td><td>Иван</td></tr><tr><td>a</td></tr></table>', 'Имя Иван\na'],
    ['<p>a</p><script>alert("<b>")</script><style>p{}</style><p>b</p><!-- c -->', 'a\nb'],
    ['<p style="color:red">&lt;b&gt; 5 &lt; 6 &amp; 7</p>', '<b> 5 < 6 & 7'],
    ['<h2 class="x">Тема</h2>текст<p> </p>', 'Тема\nтекст'],
    ['5 < 6 & 7 > 2', '5 < 6 & 7 > 2'],
    [
      '**жирно**\n\n- a\n\n<https://example.ru> <Иван>',
      '**жирно**\n\n- a\n\n<https://example.ru> <Иван>',
    ],
    ['a <b и c', 'a <b и c'],
    ['', ''],
  ])('reads … as …', (html, text) => {
    expect(htmlText(html)).toBe(text);
  });

  itEvery(['<', '<p', '<p ', '<script>', '<!--', '<!---', '&', '&#1', '<b></', '</script', '\n'])(
    'takes a time in proportion to the length of …',
    (part) => {
      const startedMs = performance.now();
      htmlText(part.repeat(1_000_000 / part.length));
      expect(performance.now() - startedMs).toBeLessThan(1500);
    },
  );

  it('keeps every word that stands beside tags', () => {
    const word = fc
      .stringMatching(/^[а-яa-z0-9<&]{1,8}$/)
      .filter((text) => !/<[a-z]|&[a-z#]/.test(text));
    const wrap = fc.constantFrom('p', 'div', 'b', 'li', 'span', 'td', 'h2');
    fc.assert(
      fc.property(fc.array(fc.tuple(wrap, word)), (parts) => {
        const html = parts.map(([tag, text]) => `<${tag}>${text}</${tag}> `).join('');
        const words = htmlText(html)
          .split(/\s+/)
          .filter((text) => text !== '' && text !== '-');
        expect(words).toEqual(parts.map(([, text]) => text));
      }),
    );
  });
});
