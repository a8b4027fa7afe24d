/**
 * File descriptors as reflection gives them to clients. What protobufjs writes wrong or leaves out is put right here:
 *
 * - the message behind a map field is `Statuses` and not `StatusesEntry`: protobuf-go refuses the whole file, and grpcurl
 *   then calls no method of its services;
 * - fields have no JSON name: clients show and expect the names of the .proto file in JSON, against proto3 JSON;
 * - reserved numbers end one too early: protobuf-go refuses that file too;
 * - an `optional` field looks like a oneof of its own;
 * - files import nothing (type-references.ts).
 */

import { loadSync, type MessageTypeDefinition, type PackageDefinition } from '@grpc/proto-loader';

import { type LinkedFile, linkFiles } from './type-references.ts';

/** Of google/protobuf/descriptor.proto, what is read or changed here. */
interface FileDescriptor extends LinkedFile {
  readonly messageType?: readonly MessageDescriptor[];
}

interface MessageDescriptor {
  name: string;
  readonly field?: readonly FieldDescriptor[];
  readonly nestedType?: readonly MessageDescriptor[];
  readonly reservedRange?: readonly { end: number }[];
  readonly oneofDecl?: readonly { readonly name: string }[];
  readonly options?: { readonly mapEntry?: boolean };
}

interface FieldDescriptor {
  readonly name: string;
  typeName?: string;
  jsonName?: string;
  readonly oneofIndex?: number;
  proto3Optional?: boolean;
}

type MessageType = MessageTypeDefinition<object, object>;

/**
 * @returns something to reflect that has the files of `definition` and nothing else
 * @throws Error where `definition` has no message type
 */
export function describableFiles(definition: PackageDefinition): PackageDefinition {
  const messageType = Object.values(definition).find(isMessageType);
  if (messageType === undefined) throw new Error('no message type, and so no files');
  // proto-loader hangs all files on each of its definitions.
  return { files: { ...messageType, fileDescriptorProtos: repaired(messageType.fileDescriptorProtos) } };
}

function repaired(encoded: readonly Buffer[]): Buffer[] {
  const codec = loadSync('google/protobuf/descriptor.proto')['google.protobuf.FileDescriptorProto'];
  if (codec === undefined || !isMessageType(codec)) throw new Error('proto-loader has no descriptor.proto');
  const files = encoded.map((bytes) => codec.deserialize(bytes) as FileDescriptor);
  for (const message of files.flatMap(({ messageType = [] }) => messageType)) repair(message);
  linkFiles(files);
  return files.map((file) => codec.serialize(file));
}

function isMessageType(definition: PackageDefinition[string]): definition is MessageType {
  return 'serialize' in definition && 'deserialize' in definition;
}

function repair(message: MessageDescriptor): void {
  for (const nested of message.nestedType ?? []) {
    if (nested.options?.mapEntry === true) renameMapEntry(message, nested);
    else repair(nested);
  }
  // google/protobuf/descriptor.proto, DescriptorProto.ReservedRange: the end is exclusive.
  for (const range of message.reservedRange ?? []) range.end += 1;
  for (const field of message.field ?? []) {
    field.jsonName = camelCase(field.name);
    const oneof = field.oneofIndex === undefined ? undefined : message.oneofDecl?.[field.oneofIndex];
    // https://github.com/protocolbuffers/protobuf/blob/main/docs/implementing_proto3_presence.md: the name of such a oneof.
    if (oneof?.name === `_${field.name}`) field.proto3Optional = true;
  }
}

/** `foo_bar` has `FooBarEntry`. */
function renameMapEntry(message: MessageDescriptor, entry: MessageDescriptor): void {
  const field = message.field?.find(({ typeName }) => typeName === entry.name);
  if (field === undefined) return;
  entry.name = `${camelCase(`_${field.name}`)}Entry`;
  field.typeName = entry.name;
}

function camelCase(name: string): string {
  return name.replace(/_+(\w?)/g, (_, letter: string) => letter.toUpperCase());
}
