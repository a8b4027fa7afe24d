/**
 * References between file descriptors, which protobufjs writes as they stand in the .proto files, without the imports that they
 * need: protobuf-go refuses a file that names a type of another one which it does not import.
 */

/** Of google/protobuf/descriptor.proto, what is read or changed here. */
export interface LinkedFile {
  readonly name: string;
  readonly package?: string;
  dependency?: readonly string[];
  readonly messageType?: readonly LinkedMessage[];
  readonly enumType?: readonly { readonly name: string }[];
  readonly service?: readonly { readonly name: string; readonly method?: readonly LinkedMethod[] }[];
}

interface LinkedMessage {
  readonly name: string;
  readonly field?: readonly { typeName?: string }[];
  readonly nestedType?: readonly LinkedMessage[];
  readonly enumType?: readonly { readonly name: string }[];
}

interface LinkedMethod {
  inputType?: string;
  outputType?: string;
}

/** Full name of a type, without a leading dot → the file that has it. */
type Index = ReadonlyMap<string, string>;

/** Gives each reference its full name, with a leading dot, and each file its imports. */
export function linkFiles(files: readonly LinkedFile[]): void {
  const index: Index = new Map(files.flatMap((file) => typeNames(file).map((name) => [name, file.name] as const)));
  for (const file of files) linkFile(file, index);
}

function linkFile(file: LinkedFile, index: Index): void {
  const imports = new Set<string>();
  const resolve = (reference: string | undefined, scope: string): string | undefined => {
    const name = reference === undefined ? undefined : resolved(reference, scope, index);
    if (name === undefined) return reference;
    imports.add(index.get(name) ?? '');
    return `.${name}`;
  };
  for (const { scope, message } of messagesIn(file.package ?? '', file.messageType)) {
    for (const field of message.field ?? []) assign(field, 'typeName', resolve(field.typeName, scope));
  }
  for (const { name, method: methods } of file.service ?? []) {
    for (const method of methods ?? []) {
      const scope = joined(file.package ?? '', name);
      assign(method, 'inputType', resolve(method.inputType, scope));
      assign(method, 'outputType', resolve(method.outputType, scope));
    }
  }
  imports.delete(file.name);
  file.dependency = [...imports];
}

function assign<Key extends string>(target: { [key in Key]?: string }, key: Key, value: string | undefined): void {
  if (value !== undefined) target[key] = value;
}

/** https://protobuf.dev/programming-guides/proto3/#name-resolution: the innermost scope first. */
function resolved(reference: string, scope: string, index: Index): string | undefined {
  if (reference.startsWith('.')) return index.has(reference.slice(1)) ? reference.slice(1) : undefined;
  for (let outer = scope; ; outer = outer.slice(0, Math.max(0, outer.lastIndexOf('.')))) {
    const name = joined(outer, reference);
    if (index.has(name)) return name;
    if (outer === '') return undefined;
  }
}

function typeNames(file: LinkedFile): string[] {
  const names = (file.enumType ?? []).map(({ name }) => joined(file.package ?? '', name));
  for (const { scope, message } of messagesIn(file.package ?? '', file.messageType)) {
    names.push(scope, ...(message.enumType ?? []).map(({ name }) => joined(scope, name)));
  }
  return names;
}

/** With those that are nested; `scope` is the full name of the message. */
function messagesIn(
  outer: string,
  messages: readonly LinkedMessage[] = [],
): { readonly scope: string; readonly message: LinkedMessage }[] {
  return messages.flatMap((message) => {
    const scope = joined(outer, message.name);
    return [{ scope, message }, ...messagesIn(scope, message.nestedType)];
  });
}

function joined(scope: string, name: string): string {
  return scope === '' ? name : `${scope}.${name}`;
}
