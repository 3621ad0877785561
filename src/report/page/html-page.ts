import { createHash } from 'node:crypto';
import { escapeHtml, escapeJson } from './escape.js';

/** The script and style of a page; they do not depend on its data. */
export interface PageApp {
  readonly script: string;
  readonly style: string;
}

/**
 * A page in one file that loads nothing: its policy allows only its own script and style, identified by hash.
 * The script finds the data in two elements: `entries`, one JSON value per line, and `facts`, one value.
 *
 * It is written in parts, so that the entries need not be in memory: `pageStart`, any number of `pageEntry`,
 * `pageEnd`.
 */
export function pageStart(title: string, app: PageApp): string {
  return [
    head(title, app),
    `<noscript>${escapeHtml(title)}: a script draws this page. The tables beside it say the same.</noscript>`,
    '<script type="application/json" id="entries">',
  ].join('\n');
}

/** One entry, with the end of its line before it. */
export function pageEntry(value: unknown): string {
  return `\n${escapeJson(value)}`;
}

/** @param facts what the page shows besides its entries */
export function pageEnd(facts: unknown, app: PageApp): string {
  return [
    '</script>',
    `<script type="application/json" id="facts">${escapeJson(facts)}</script>`,
    `<script>${app.script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** A page whose body is already written; its script adds the interactive parts. @param body HTML, escaped */
export function staticPage(title: string, body: string, app: PageApp): string {
  return [head(title, app), body, `<script>${app.script}</script>`, '</body>', '</html>', ''].join('\n');
}

function head(title: string, app: PageApp): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policyFor(app)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${app.style}</style>`,
    '</head>',
    '<body>',
  ].join('\n');
}

function policyFor({ script, style }: PageApp): string {
  return [
    "default-src 'none'",
    `script-src ${hashSource(script)}`,
    `style-src ${hashSource(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    // No text in the data can become markup, not even through a bug in the script.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
