/**
 * docs/diagnosis.md, made of the rules: `node --import tsx scripts/diagnosis-docs.ts` writes it (as `npm run generate` does), and
 * test/diagnose/docs.test.ts fails when it is not what they say.
 */

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Advice, Rule } from '../src/diagnose/rule.ts';
import { RULES } from '../src/diagnose/rules/index.ts';

export const DIAGNOSIS_DOCS = new URL('../docs/diagnosis.md', import.meta.url);

/** By the first letter of the id. */
const FAMILIES: Readonly<Record<string, string>> = {
  C: 'Connections that do not get going',
  K: 'PING, keepalive and idle connections',
  G: 'GOAWAY, and how connections end',
  S: 'Streams and RPCs',
  L: 'Limits and performance',
  E: 'The place where the server runs',
};

const INTRODUCTION = `<!-- Made by npm run generate of the rules in src/diagnose/rules. -->

# Diagnosis

What happened, who did it, and what to change: the server reads the events of its own trace, and turns sequences of frames into
findings. A finding names its rule, its severity, the measured numbers, the events that show it (\`evidence\`, numbers of the trace), and
what to change on both sides.

| severity | what it means |
| --- | --- |
| \`ERROR\` | calls or connections were lost because of it |
| \`WARNING\` | it costs time, or it will lose calls |
| \`INFO\` | legal, and worth knowing |

Traffic that is well has no finding of severity WARNING or ERROR. A cause is told once, and then counted: the finding of a cause that is
seen again comes again at its 10th, 100th, … time, and at most every ten seconds, with the same \`id\`, its \`count\`, \`firstTime\` and \`lastTime\`.

Where findings are:

| | |
| --- | --- |
| the log, \`--trace-file\`, \`/api/trace\`, Watch | events of the kind \`finding\`; \`--log findings\` shows nothing else |
| \`GET /api/findings?severity=WARNING&rule=&conn=&limit=\` | one for each cause, the one that was seen last first, with its count as of now |
| \`sre_findings_total{rule, severity}\` | each time that a cause was seen |
| spans | an event of the span of the call |
| pcapng exports | a comment on the packet that shows it |
| \`sre-test-server explain K1\` | what is below, in the terminal |

\`--diagnosis off\` makes no findings. Connections to the admin port have none.

Every stream and every connection says besides who ended it and at which stage, whether that was the application or the infrastructure,
and whether a retry is safe (\`streamClosed\`, \`connectionClosed\`), whether or not a rule has something to say.
`;

export function diagnosisDocs(rules: readonly Rule[]): string {
  const families = Object.entries(FAMILIES).map(([letter, title]): [string, readonly Rule[]] => [
    title,
    rules.filter(({ id }) => id[0] === letter),
  ]);
  const index = families.map(([title, members]) => [`**${title}**`, '', ...members.map(indexLine), ''].join('\n'));
  const pages = families.map(([title, members]) => [`## ${title}`, ...members.map(page)].join('\n\n'));
  return `${[INTRODUCTION, ...index, pages.join('\n\n')].join('\n')}\n`;
}

function indexLine({ id, title, severity }: Rule): string {
  return `- [${id}](#${id.toLowerCase()}) ${severity}: ${title}`;
}

function page(rule: Rule): string {
  const { id, title, severity, meaning, wire, example, reproduce, advice, spec } = rule;
  return [
    `### ${id}`,
    `**${title}** (${severity})`,
    meaning,
    `On the wire: ${wire}`,
    `\`\`\`text\n${example.join('\n')}\n\`\`\``,
    `What to change:\n\n${advice.map(knob).join('\n')}`,
    `To see it:\n\n${reproduce.map((line) => `    ${line}`).join('\n')}`,
    `Written in: ${spec.join('; ')}.`,
  ].join('\n\n');
}

function knob({ side, of, change }: Advice): string {
  return `- ${side}${of === undefined ? '' : `, ${of}`}: ${change}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(DIAGNOSIS_DOCS, diagnosisDocs(RULES));
