/** google.protobuf.Timestamp. @param time in microseconds since the Unix epoch */
export function timestamp(time: number): { readonly seconds: number; readonly nanos: number } {
  const seconds = Math.floor(time / 1_000_000);
  return { seconds, nanos: Math.round(time - seconds * 1_000_000) * 1000 };
}
