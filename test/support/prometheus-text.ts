/**
 * A strict reader of what Prometheus scrapes: its text format 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/) and OpenMetrics 1.0. Stricter than scrapers are: what it refuses, one of them or `promtool check metrics` may.
 */

import { readLabels } from './prometheus-labels.ts';

export interface ParsedExemplar {
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
  readonly timestamp: number;
}

export interface ParsedSample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
  readonly exemplar?: ParsedExemplar;
}

export interface ParsedFamily {
  /** As in its TYPE: of a counter without `_total` in OpenMetrics. */
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly ParsedSample[];
}

type Format = 'text' | 'openmetrics';

interface OpenFamily extends ParsedFamily {
  readonly samples: ParsedSample[];
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const NUMBER = /^([+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|NaN|[+-]Inf)$/;
const TYPES = ['counter', 'gauge', 'histogram'];
const MAX_EXEMPLAR_CHARACTERS = 128;

/** @throws Error that begins with the line number, where any rule is broken */
export function parseExposition(text: string, format: Format): ReadonlyMap<string, ParsedFamily> {
  const families = new Map<string, OpenFamily>();
  let help: readonly [string, string] | undefined;
  let family: OpenFamily | undefined;
  for (const [n, line] of linesOf(text, format).entries()) {
    try {
      if (line === '') continue;
      const [, keyword, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
      if (keyword === 'HELP') {
        help = [name, checkedHelp(rest, format)];
      } else if (keyword === 'TYPE') {
        ensure(help?.[0] === name, `TYPE of ${name} does not follow its HELP`);
        family = newFamily(families, name, rest, help?.[1] ?? '', format);
      } else {
        ensure(family !== undefined && help?.[0] === family.name, 'a sample that does not follow its TYPE');
        if (family !== undefined) family.samples.push(parseSample(line, family, format));
      }
    } catch (error) {
      throw new Error(`line ${n + 1}: ${error instanceof Error ? error.message : error}: ${line}`);
    }
  }
  for (const each of families.values()) checkFamily(each);
  return families;
}

function linesOf(text: string, format: Format): readonly string[] {
  const end = format === 'text' ? '\n' : '\n# EOF\n';
  if (!text.endsWith(end)) throw new Error(`the text ends with ${JSON.stringify(text.slice(-8))}`);
  const lines = text.slice(0, -end.length).split('\n');
  if (format === 'openmetrics' && lines.includes('')) throw new Error('an empty line, which OpenMetrics has not');
  return lines;
}

function checkedHelp(help: string, format: Format): string {
  ensure(/^([^\\]|\\[\\n"])*$/.test(help), 'HELP with an escape that is none');
  if (format === 'openmetrics') ensure(!/(^|[^\\])"/.test(help), 'HELP with a double quote that is not escaped');
  return help;
}

function newFamily(
  families: Map<string, OpenFamily>,
  name: string,
  type: string,
  help: string,
  format: Format,
): OpenFamily {
  ensure(NAME.test(name), 'not the name of a metric');
  ensure(!families.has(name), `a second TYPE of ${name}`);
  ensure(TYPES.includes(type), `type ${type}`);
  ensure(name.endsWith('_total') === (type === 'counter' && format === 'text'), `${type} under this name`);
  const family: OpenFamily = { name, type, help, samples: [] };
  families.set(name, family);
  return family;
}

function parseSample(line: string, family: ParsedFamily, format: Format): ParsedSample {
  const [, name = '', rest = ''] = /^([^\s{]+)(.*)$/.exec(line) ?? [];
  const { labels, end } = rest.startsWith('{') ? readLabels(rest) : { labels: new Map<string, string>(), end: 0 };
  const [, value = '', exemplar] = /^ (\S+)(?: # (\{.*))?$/.exec(rest.slice(end)) ?? [];
  ensure(sampleNames(family, format).includes(name), `a sample that is not one of ${family.name}`);
  const sample = { name, labels, value: parseNumber(value) };
  if (family.type !== 'gauge') ensure(sample.value >= 0, 'a count below 0, or none');
  if (exemplar === undefined) return sample;
  ensure(format === 'openmetrics' && /_(bucket|total)$/.test(name), 'an exemplar where there may be none');
  return { ...sample, exemplar: parseExemplar(exemplar) };
}

function sampleNames({ name, type }: ParsedFamily, format: Format): readonly string[] {
  if (type === 'histogram') return ['_bucket', '_sum', '_count'].map((suffix) => `${name}${suffix}`);
  return [type === 'counter' && format === 'openmetrics' ? `${name}_total` : name];
}

function parseExemplar(text: string): ParsedExemplar {
  const { labels, end } = readLabels(text);
  const [, value = '', timestamp = ''] = /^ (\S+) (\S+)$/.exec(text.slice(end)) ?? [];
  const characters = Array.from(labels).flat().join('').length;
  ensure(characters <= MAX_EXEMPLAR_CHARACTERS, `an exemplar with labels of ${characters} characters`);
  return { labels, value: parseNumber(value), timestamp: parseNumber(timestamp) };
}

function parseNumber(text: string): number {
  ensure(NUMBER.test(text), `${JSON.stringify(text)} is no number`);
  if (text.endsWith('Inf')) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}

function checkFamily(family: ParsedFamily): void {
  const seen = new Set<string>();
  for (const { name, labels } of family.samples) {
    const key = `${name}${keyOf(labels)}`;
    ensure(!seen.has(key), `two samples ${key}`);
    seen.add(key);
  }
  if (family.type === 'histogram') checkHistogram(family);
}

function checkHistogram({ name, samples }: ParsedFamily): void {
  const series = new Map<string, ParsedSample[]>();
  for (const sample of samples) {
    const key = keyOf(new Map(Array.from(sample.labels).filter(([label]) => label !== 'le')));
    series.set(key, [...(series.get(key) ?? []), sample]);
  }
  for (const [key, parts] of series) {
    const buckets = parts.filter((part) => part.name === `${name}_bucket`);
    const bounds = buckets.map(({ labels }) => parseNumber(labels.get('le') ?? ''));
    const counts = buckets.map(({ value }) => value);
    const [count, ...others] = parts.filter((part) => part.name === `${name}_count`);
    ensure(count !== undefined && others.length === 0, `${name}${key} has not one _count`);
    ensure(parts.filter((part) => part.name === `${name}_sum`).length === 1, `${name}${key} has not one _sum`);
    ensure(isAscending(bounds, false), `${name}${key}: bounds do not ascend`);
    ensure(bounds.at(-1) === Number.POSITIVE_INFINITY, `${name}${key} has no bucket +Inf`);
    ensure(isAscending(counts, true), `${name}${key}: counts are not cumulative`);
    ensure(counts.at(-1) === count?.value, `${name}${key}: _count is not that of +Inf`);
    for (const [n, { exemplar }] of buckets.entries()) checkBounds(exemplar, bounds[n - 1], bounds[n]);
  }
}

function checkBounds(exemplar: ParsedExemplar | undefined, above = Number.NEGATIVE_INFINITY, bound = 0): void {
  if (exemplar === undefined) return;
  ensure(exemplar.value > above && exemplar.value <= bound, `an exemplar of ${exemplar.value} in bucket ${bound}`);
}

function isAscending(values: readonly number[], mayEqual: boolean): boolean {
  return values.every((value, n) => n === 0 || value > (values[n - 1] ?? 0) || (mayEqual && value === values[n - 1]));
}

/** The same for the same labels in any order. */
export function keyOf(labels: ReadonlyMap<string, string>): string {
  const pairs = Array.from(labels, ([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{${pairs.sort().join(',')}}`;
}

function ensure(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(otherwise);
}
