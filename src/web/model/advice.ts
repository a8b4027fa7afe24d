/** The advice of a finding, a line for each knob (`client, grpc-go: …`), in parts. */

export type Who = 'client' | 'server' | 'proxy' | 'network' | 'container';

export interface AdviceLine {
  /** Who is to change something; undefined where the line does not say. */
  readonly who: Who | undefined;
  /** "grpc-go", "Envoy"; undefined where it holds for all. */
  readonly tool: string | undefined;
  readonly text: string;
}

/** Lines that are for one reader: whoever runs the client, the server, or what is between and below them. */
export interface AdviceGroup {
  readonly title: string;
  readonly lines: readonly AdviceLine[];
}

/** The text goes on behind the first colon and blank; a tool may have commas: "grpc-core (C++, Python, Ruby)". */
const LINE = /^(client|server|proxy|network|container)(?:, ([^:]{1,80}))?: (.*)$/;

/** More than any rule has; a file may hold anything. */
const MAX_LINES = 100;

export function adviceLines(advice: string): readonly AdviceLine[] {
  return advice
    .split('\n', MAX_LINES)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, who, tool, text] = LINE.exec(line) ?? [];
      return text === undefined ? { who: undefined, tool: undefined, text: line } : { who: who as Who, tool, text };
    });
}

const GROUPS: readonly { readonly title: string; readonly of: readonly (Who | undefined)[] }[] = [
  { title: 'On the client', of: ['client'] },
  { title: 'On the server', of: ['server', 'container'] },
  { title: 'On the way', of: ['proxy', 'network'] },
  { title: 'Anywhere', of: [undefined] },
];

/** Groups that have a line, in a fixed order. */
export function adviceGroups(advice: string): readonly AdviceGroup[] {
  const lines = adviceLines(advice);
  return GROUPS.map(({ title, of }) => ({ title, lines: lines.filter(({ who }) => of.includes(who)) })).filter(
    (group) => group.lines.length > 0,
  );
}
