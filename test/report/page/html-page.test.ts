import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { escapeHtml, escapeJson } from '../../../src/report/page/escape.js';
import { pageEnd, pageEntry, pageStart } from '../../../src/report/page/html-page.js';
import { pageApp } from '../../../src/report/page/page-app.js';

const HOSTILE = `</script><script>alert(1)</script><!-- & " ' \u2028 \u2029 \0 😀`;

describe('escaping', () => {
  it('leaves no sign of markup in HTML', () => {
    expect(escapeHtml(`<b title="it's">&`)).toBe('&#60;b title=&#34;it&#39;s&#34;&#62;&#38;');
  });

  it('leaves no sign of markup and no end of a line in JSON, which says the same', () => {
    const text = escapeJson({ [HOSTILE]: [HOSTILE, `a\nb`] });
    expect(text).not.toMatch(/[<>&\u2028\u2029\n]/);
    expect(JSON.parse(text)).toEqual({ [HOSTILE]: [HOSTILE, 'a\nb'] });
  });
});

describe('a page', () => {
  const app = { script: 'document.title', style: 'p { color: red }' };
  const text = [
    pageStart('A <b>', app),
    ...[{ a: HOSTILE }, ['b']].map(pageEntry),
    pageEnd({ c: HOSTILE }, app),
  ].join('');
  const hash = (of: string): string => createHash('sha256').update(of).digest('base64');

  it('lets its own script and style run, and nothing else', () => {
    expect(/http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1]).toBe(
      [
        "default-src 'none'",
        `script-src 'sha256-${hash('document.title')}'`,
        `style-src 'sha256-${hash('p { color: red }')}'`,
        ...["base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'"],
        "trusted-types 'none'",
      ].join('; '),
    );
    // The policy stands before all that it is about.
    expect(text.indexOf('Content-Security-Policy')).toBeLessThan(text.indexOf('<style>'));
  });

  it('holds its entries line by line, and its facts', () => {
    const entries = /id="entries">([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '';
    expect(
      entries
        .split('\n')
        .slice(1)
        .map((line) => JSON.parse(line)),
    ).toEqual([{ a: HOSTILE }, ['b']]);
    const facts = /id="facts">([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '';
    expect(JSON.parse(facts)).toEqual({ c: HOSTILE });
    expect(text).toContain('<title>A &#60;b&#62;</title>');
    expect(text.match(/<\/script>/g)).toHaveLength(3);
  });
});

describe('the scripts and styles that are built', () => {
  it.each(['review'])('%s can stand in a page as they are', (name) => {
    const { script, style } = pageApp(name);
    expect(script.length).toBeGreaterThan(1000);
    expect(style.length).toBeGreaterThan(1000);
    // Neither can end its element, and the parser changes no end of a line, which would change the hash.
    expect(script).not.toMatch(/<\/script|<!--|\r/i);
    expect(style).not.toMatch(/<\/style|\r|url\(|@import/i);
  });

  it('are refused where the program was not built', () => {
    expect(() => pageApp('none')).toThrow('dist/page/none.js is missing: npm run build makes it');
  });
});
