/** `/api/findings`: what was found wrong, one for each cause, with how often it was seen. */

import { findingJson } from '../../../formats/json.ts';
import type { Finding, Severity } from '../../../trace/event.ts';
import type { AdminEndpoint } from '../endpoint.ts';
import type { FoundCause } from '../tracing.ts';
import { connectionId, oneOf, type Reader, readQuery, wholeNumber } from './query.ts';

const DEFAULT_LIMIT = 100;

/** The least first. */
const SEVERITIES: readonly Severity[] = ['INFO', 'WARNING', 'ERROR'];

const ruleId: Reader<string> = {
  expected: 'a rule of docs/diagnosis.md, for example K1',
  parse: (text) => (/^[A-Z]\d{1,2}$/.test(text) ? text : undefined),
};

/** Of the diagnosis and not of the ring: a cause outlives the events that showed it, and its count is that of now. */
export function createFindingsEndpoint(findings: () => Iterable<FoundCause>): AdminEndpoint {
  return {
    method: 'GET',
    path: '/api/findings',
    summary: 'one for each cause, the one that was seen last first: ?conn=&rule=&severity=&limit=, severity or worse',
    example: { path: '/api/findings?severity=WARNING' },
    async handle({ raw }) {
      const query = { conn: connectionId, rule: ruleId, severity: oneOf(SEVERITIES), limit: wholeNumber(1) };
      const { conn, rule, severity = 'INFO', limit = DEFAULT_LIMIT } = readQuery(raw, query);
      const shown = [];
      for (const found of findings()) {
        if (shown.length === limit) break;
        const isAsked = (conn ?? found.conn) === found.conn && (rule ?? found.finding.rule) === found.finding.rule;
        if (isAsked && isAtLeast(found.finding, severity))
          shown.push({ conn: found.conn, finding: findingJson(found.finding) });
      }
      return { findings: shown };
    },
  };
}

function isAtLeast(finding: Finding, severity: Severity): boolean {
  return SEVERITIES.indexOf(finding.severity) >= SEVERITIES.indexOf(severity);
}
