import type { CelEnv, CelFunc } from '@bufbuild/cel';
import { OPERATOR } from './ast.ts';
import { suggestion } from './nearest.ts';
import { accepts, comparable, NUMBERS, type Type, typeName, typeOfCel } from './type.ts';

/** The types of what a function is called with. */
export interface CallTypes {
  readonly name: string;
  readonly target: Type | undefined;
  readonly args: readonly Type[];
}

/** The type of the result; or why there is none, and which of the arguments is to blame, where it is one. */
export type Checked =
  | { readonly type: Type; readonly wrong?: undefined }
  | { readonly wrong: string; readonly arg?: number };

/** The macros of CEL: what is left of one as a call was not called as it must be. */
const MACROS: { readonly [name: string]: string } = {
  all: 'list.all(x, condition)',
  exists: 'list.exists(x, condition)',
  exists_one: 'list.exists_one(x, condition)',
  existsOne: 'list.existsOne(x, condition)',
  filter: 'list.filter(x, condition)',
  map: 'list.map(x, value)',
  has: 'has(x.property); for the events of a kind there is kind == "…"',
};

/** Operators whose types are not those of a function of the library. */
const SPECIAL: { readonly [name: string]: (call: CallTypes) => Checked } = {
  [OPERATOR.and]: logical,
  [OPERATOR.or]: logical,
  [OPERATOR.not]: logical,
  [OPERATOR.goesOn]: () => ({ type: 'bool' }),
  [OPERATOR.equal]: comparison,
  [OPERATOR.unequal]: comparison,
  [OPERATOR.in]: membership,
  [OPERATOR.conditional]: conditional,
  [OPERATOR.index]: element,
};

export function checkCall(call: CallTypes, functions: CelEnv['funcs']): Checked {
  const special = SPECIAL[call.name];
  return special === undefined ? checkFunction(call, functions) : special(call);
}

function checkFunction(call: CallTypes, functions: CelEnv['funcs']): Checked {
  const macro = MACROS[call.name];
  if (macro !== undefined) return { wrong: `${call.name}() is not called so, expected ${macro}` };
  const overloads = [...functions].filter(({ name }) => name === call.name);
  if (overloads.length === 0) {
    return { wrong: `there is no function ${call.name}()${suggestion(call.name, functionNames(functions))}` };
  }
  const fitting = overloads.filter((overload) => fits(overload, call));
  const [first, ...others] = fitting.map(({ result }) => typeOfCel(result));
  if (first === undefined) return { wrong: mismatch(call, overloads) };
  return { type: others.every((other) => other === first) ? first : 'dyn' };
}

function fits({ target, arguments: parameters }: CelFunc, call: CallTypes): boolean {
  if ((target === undefined) !== (call.target === undefined) || parameters.length !== call.args.length) return false;
  if (target !== undefined && call.target !== undefined && !accepts(target, call.target)) return false;
  return parameters.every((parameter, n) => accepts(parameter, call.args[n] ?? 'dyn'));
}

function logical({ name, args }: CallTypes): Checked {
  const arg = args.findIndex((type) => type !== 'bool' && type !== 'dyn');
  const type = args[arg];
  return type === undefined
    ? { type: 'bool' }
    : { wrong: `${sign(name)} got ${typeName(type)}, expected true or false`, arg };
}

function comparison({ name, args: [one = 'dyn', other = 'dyn'] }: CallTypes): Checked {
  if (comparable(one, other)) return { type: 'bool' };
  const hint = [one, other].includes('null_type') ? '; what is absent has(…) tells' : '';
  return { wrong: `${sign(name)} got ${typeName(one)} and ${typeName(other)}, which are never equal${hint}` };
}

function membership({ args: [item = 'dyn', of = 'dyn'] }: CallTypes): Checked {
  if (of === 'dyn' || of === 'map') return { type: 'bool' };
  if (typeof of === 'string') return { wrong: `in got ${typeName(of)} on its right, expected a list` };
  const items = 'items' in of ? of.items : 'string';
  if (comparable(item, items)) return { type: 'bool' };
  return { wrong: `in got ${typeName(item)} and a list of ${typeName(items)}, in which it never is` };
}

function conditional({ args: [condition = 'dyn', yes = 'dyn', no = 'dyn'] }: CallTypes): Checked {
  if (condition !== 'bool' && condition !== 'dyn') {
    return { wrong: `? got ${typeName(condition)}, expected true or false` };
  }
  return { type: yes === no ? yes : 'dyn' };
}

function element({ args: [of = 'dyn', at = 'dyn'] }: CallTypes): Checked {
  if (of === 'dyn' || of === 'map') return { type: 'dyn' };
  if (typeof of === 'string') return { wrong: `[…] got ${typeName(of)}, expected a list` };
  if (!('items' in of)) return { type: 'dyn' };
  if (at === 'dyn' || NUMBERS.includes(at)) return { type: of.items };
  return { wrong: `[…] got ${typeName(at)}, expected the number of an item, from 0` };
}

function mismatch({ name, target, args }: CallTypes, overloads: readonly CelFunc[]): string {
  const came = args.map(typeName).join(sign(name) === name ? ', ' : ' and ');
  const on = target === undefined ? '' : ` on ${typeName(target)}`;
  return `${sign(name)} got ${came === '' ? 'nothing' : came}${on}, expected ${signatures(overloads)}`;
}

/** "int, int or double, double": of many overloads the first few. */
function signatures(overloads: readonly CelFunc[]): string {
  const all = overloads.map(({ target, arguments: parameters }) => {
    const names = parameters.map((parameter) => typeName(typeOfCel(parameter))).join(', ');
    return `(${names})${target === undefined ? '' : ` on ${typeName(typeOfCel(target))}`}`;
  });
  return `${all.slice(0, 6).join(' or ')}${all.length > 6 ? ', …' : ''}`;
}

function functionNames(functions: CelEnv['funcs']): string[] {
  const names = new Set([...functions].map(({ name }) => name).filter((name) => /^[a-z]\w*$/i.test(name)));
  return [...names, ...Object.keys(MACROS)].sort();
}

/** `_==_` → `==`; the name of what is no operator. */
function sign(name: string): string {
  return name.replace(/^[@_]*(.*?)_*$/, '$1');
}
