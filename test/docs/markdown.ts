/** What tests need to read of our own documents: as much of GitHub's Markdown as they use. */

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** @param path from the root of the project */
export function readDocument(path: string): string {
  return readFileSync(`${ROOT}${path}`, 'utf8');
}

export function exists(path: string): boolean {
  return existsSync(`${ROOT}${path}`);
}

/** What is behind the heading of this name, up to the next one of its level or above. @throws where there is none */
export function section(text: string, heading: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
  if (start < 0) throw new Error(`no heading '${heading}'`);
  const level = /^#+/.exec(lines[start] ?? '')?.[0].length ?? 0;
  const isEnd = headingEnd(level);
  let isCode = false;
  const end = lines.findIndex((line, n) => {
    if (line.startsWith('```')) isCode = !isCode;
    return n > start && !isCode && isEnd.test(line);
  });
  return lines.slice(start + 1, end < 0 ? undefined : end).join('\n');
}

function headingEnd(level: number): RegExp {
  return new RegExp(`^#{1,${level}} `);
}

/** The cells of all tables, without the rows of headings and lines; the marks of code stay. */
export function tableRows(text: string): readonly (readonly string[])[] {
  const lines = withoutFences(text).split('\n');
  return lines.flatMap((line, n) => {
    const isRow = line.startsWith('|') && !isRuler(line) && !isRuler(lines[n + 1] ?? '');
    return isRow ? [cells(line)] : [];
  });
}

function isRuler(line: string): boolean {
  return /^\|(?:\s*:?-+:?\s*\|)+$/.test(line);
}

function cells(row: string): readonly string[] {
  const parts = row.split(/(?<!\\)\|/).slice(1, -1);
  return parts.map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** Lines of code are no headings, links or tables. As many lines as before. */
export function withoutFences(text: string): string {
  return text.replaceAll(/^( *)(`{3,})[^\n]*\n[\s\S]*?^\1\2$/gm, (fence) => fence.replaceAll(/[^\n]/g, ''));
}

/** The lines of fenced code, by the word behind the fence. */
export function fences(text: string, language: string): readonly string[] {
  const all = text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm);
  return [...all].flatMap(([, named, code]) => (named === language ? [code ?? ''] : []));
}

/** The inside of a cell that is code and nothing else; undefined for any other. */
export function codeOf(cell: string): string | undefined {
  return /^`([^`]+)`$/.exec(cell)?.[1];
}

/** The anchors that GitHub gives the headings of a document, and those that it names itself. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const headings = withoutFences(text).matchAll(/^#{1,6} +(.*?)(?: +#+)?$/gm);
  const anchors = [...headings].map(([, heading = '']) => {
    const slug = slugOf(heading);
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
  const named = [...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, name = '']) => name);
  return new Set([...anchors, ...named]);
}

/** What is shown of the heading, in small letters, without signs, blanks as hyphens. */
function slugOf(heading: string): string {
  const shown = heading.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[`*]/g, '');
  return shown
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
}

export interface Link {
  readonly target: string;
  /** From 1. */
  readonly line: number;
}

/** Links and pictures, `[text](target)` and `[name]: target`. Not those in code. */
export function linksOf(text: string): readonly Link[] {
  const lines = withoutFences(text).split('\n');
  return lines.flatMap((line, n) => {
    const shown = line.replaceAll(/(`+)(?!`).*?(?<!`)\1(?!`)/g, (code) => (/\]\(/.test(code) ? '' : code));
    const inline = [...shown.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)];
    const named = [...shown.matchAll(/^ {0,3}\[[^\]]+\]:\s+<?([^\s>]+)/g)];
    return [...inline, ...named].map(([, target = '']) => ({ target, line: n + 1 }));
  });
}
