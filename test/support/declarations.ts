/** Reads the declarations of a TypeScript file that has only simple ones, as text: what it cannot read, it refuses. */

export interface Property {
  readonly name: string;
  /** As written, without `| undefined`. */
  readonly type: string;
  readonly optional: boolean;
}

export interface Declarations {
  readonly interfaces: ReadonlyMap<string, readonly Property[]>;
  /** Of types that are nothing but string literals: the literals. */
  readonly unions: ReadonlyMap<string, readonly string[]>;
}

const IMPORT = /^import type \{[^}]*\} from '[^']*';$/gm;
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/.*/g;
const INTERFACE = /^export interface (\w+) \{([^{}]*)\}/;
const TYPE = /^export type (\w+)(?:<[^>]*>)? =([^;]*);/;
const PROPERTY = /^readonly (\w+)(\??): (.+)$/;
const LITERALS = /^\|? ?'[^']*'(?: \| '[^']*')*$/;

/** @throws Error where something is neither an interface of readonly properties nor a type */
export function readDeclarations(source: string): Declarations {
  const interfaces = new Map<string, readonly Property[]>();
  const unions = new Map<string, readonly string[]>();
  let rest = source.replaceAll(COMMENT, '').replaceAll(IMPORT, '').trim();
  while (rest !== '') {
    const [whole = '', name = '', body = ''] = INTERFACE.exec(rest) ?? TYPE.exec(rest) ?? [];
    if (whole === '') throw new Error(`cannot read: ${rest.slice(0, 80)}`);
    if (whole.startsWith('export interface')) interfaces.set(name, propertiesOf(body));
    else if (LITERALS.test(oneLine(body))) unions.set(name, literalsOf(body));
    rest = rest.slice(whole.length).trim();
  }
  return { interfaces, unions };
}

function propertiesOf(body: string): Property[] {
  return body
    .split(';')
    .map(oneLine)
    .filter((line) => line !== '')
    .map(readProperty);
}

function readProperty(line: string): Property {
  const [whole, name = '', mark, type = ''] = PROPERTY.exec(line) ?? [];
  if (whole === undefined) throw new Error(`cannot read: ${line}`);
  return { name, type: type.replace(/ \| undefined$/, ''), optional: mark === '?' };
}

/** @returns the values of the string literals in `text` */
export function literalsOf(text: string): string[] {
  return Array.from(text.matchAll(/'([^']*)'/g), ([, value = '']) => value);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
