import type { CelEnv } from '@bufbuild/cel';
import { type Call, type Expr, type Loop, type Parsed, placeOf, type Select, startOf } from './ast.ts';
import { checkCall } from './check-call.ts';
import { VARIABLES } from './event-shape.ts';
import { FilterError } from './filter-error.ts';
import { suggestion } from './nearest.ts';
import { quote } from './quote.ts';
import { shapeOfProperty } from './shape.ts';
import { shortForm } from './short-forms.ts';
import { TYPE_NAMES, type Type, typeName, typeOfShape } from './type.ts';

interface Scope {
  readonly text: string;
  readonly parsed: Parsed;
  readonly functions: CelEnv['funcs'];
  /** The variables of the loops around. */
  readonly locals: ReadonlyMap<string, Type>;
}

/**
 * What is wrong with an expression as far as it shows without an event: names that are not there, functions that do not take what
 * they are given, a result that is not true or false. The checker of @bufbuild/cel 0.6.1 knows constants and names only.
 *
 * @throws FilterError
 */
export function checkTypes(text: string, parsed: Parsed, functions: CelEnv['funcs']): void {
  const type = typeOf(parsed.expr, { text, parsed, functions, locals: new Map() });
  if (type === 'bool' || type === 'dyn') return;
  throw new FilterError(text, 0, `the result is ${typeName(type)}, expected true or false, as of a comparison`);
}

/** @throws FilterError */
function typeOf(expr: Expr, scope: Scope): Type {
  const node = expr.exprKind;
  switch (node.case) {
    case 'constExpr':
      return typeOfConstant(node.value.constantKind.case ?? '');
    case 'identExpr':
      return typeOfName(expr, node.value.name, scope);
    case 'selectExpr':
      return typeOfSelect(expr, node.value, scope);
    case 'callExpr':
      return typeOfCall(expr, node.value, scope);
    case 'listExpr':
      return { items: common(node.value.elements.map((element) => typeOf(element, scope))) };
    case 'comprehensionExpr':
      return typeOfLoop(expr, node.value, scope);
    case 'structExpr':
      return typeOfStruct(expr, scope);
    default:
      return refuse(expr, scope, 'this is no expression');
  }
}

function typeOfCall(expr: Expr, { function: name, target, args }: Call, scope: Scope): Type {
  const types = args.map((arg) => typeOf(arg, scope));
  const on = target === undefined ? undefined : typeOf(target, scope);
  const checked = checkCall({ name, target: on, args: types }, scope.functions);
  if (checked.wrong === undefined) return checked.type;
  const blamed = checked.arg === undefined ? undefined : args[checked.arg];
  if (blamed === undefined) return refuse(expr, scope, checked.wrong);
  throw new FilterError(scope.text, startOf(scope.text, scope.parsed, blamed), checked.wrong);
}

function typeOfConstant(kind: string): Type {
  const types: { readonly [kind: string]: Type } = {
    boolValue: 'bool',
    bytesValue: 'bytes',
    doubleValue: 'double',
    int64Value: 'int',
    nullValue: 'null_type',
    stringValue: 'string',
    uint64Value: 'uint',
  };
  return types[kind] ?? 'dyn';
}

function typeOfName(expr: Expr, name: string, scope: Scope): Type {
  const local = scope.locals.get(name);
  if (local !== undefined) return local;
  const shape = Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined;
  if (shape !== undefined) return typeOfShape(shape);
  if (TYPE_NAMES.includes(name)) return 'type';
  const short = shortForm(name);
  if (short !== undefined) {
    return refuse(
      expr,
      scope,
      `${name} is a short form and no variable, expected CEL or, without blanks, ${short.example}`,
    );
  }
  if (/^[A-Z0-9_]+$/.test(name)) {
    return refuse(expr, scope, `there is no variable ${name}, expected "${name}" in quotes if it is a text`);
  }
  return refuse(expr, scope, `there is no variable ${name}${suggestion(name, Object.keys(VARIABLES))}`);
}

function typeOfSelect(expr: Expr, { operand, field, testOnly }: Select, scope: Scope): Type {
  const of = operand === undefined ? 'dyn' : typeOf(operand, scope);
  if (of === 'dyn' || of === 'map') return testOnly ? 'bool' : 'dyn';
  if (typeof of === 'string' || 'items' in of) {
    return refuse(expr, scope, `${quote(field)} was asked of ${typeName(of)}, which has no properties`);
  }
  const shape = shapeOfProperty(of, field);
  if (shape !== undefined) return testOnly ? 'bool' : typeOfShape(shape);
  return refuse(expr, scope, `there is no property ${field}${suggestion(field, Object.keys(of.object))}`);
}

function typeOfLoop(expr: Expr, loop: Loop, scope: Scope): Type {
  const { iterRange, iterVar, accuInit, accuVar, loopStep, result } = loop;
  if (iterRange === undefined || accuInit === undefined || loopStep === undefined || result === undefined) return 'dyn';
  // Its properties would be looked up as those of the event's variable: names of namespaces go before names of loops.
  if (Object.hasOwn(VARIABLES, iterVar)) {
    return refuse(expr, scope, `${iterVar} is a variable of events, expected another name for that of the loop`);
  }
  const range = typeOf(iterRange, scope);
  const item = itemOf(range);
  if (item === undefined) return refuse(expr, scope, `a loop over ${typeName(range)} came, expected one over a list`);
  const folded = typeOf(accuInit, scope);
  const locals = new Map(scope.locals).set(iterVar, item).set(accuVar, typeof folded === 'string' ? folded : LIST);
  typeOf(loopStep, { ...scope, locals });
  return typeOf(result, { ...scope, locals });
}

/** Its first is empty, and no item of it says what others are. */
const LIST: Type = { items: 'dyn' };

function itemOf(range: Type): Type | undefined {
  if (range === 'dyn' || range === 'map') return 'dyn';
  if (typeof range === 'string') return undefined;
  return 'items' in range ? range.items : 'string';
}

function typeOfStruct(expr: Expr, scope: Scope): Type {
  if (expr.exprKind.case !== 'structExpr') return 'dyn';
  const { messageName, entries } = expr.exprKind.value;
  if (messageName !== '') return refuse(expr, scope, `a message ${messageName} came, and filters make none`);
  for (const { keyKind, value } of entries) {
    if (keyKind.case === 'mapKey') typeOf(keyKind.value, scope);
    if (value !== undefined) typeOf(value, scope);
  }
  return 'map';
}

function common(types: readonly Type[]): Type {
  const [first = 'dyn', ...others] = types;
  return others.every((type) => type === first) ? first : 'dyn';
}

function refuse(expr: Expr, { text, parsed }: Scope, reason: string): never {
  throw new FilterError(text, placeOf(text, parsed, expr), reason);
}
