/** A stream of bytes as lines. Not decoded: who keeps lines keeps their bytes. */

const LINE_FEED = 0x0a;

export class LineTooLong extends Error {
  override readonly name = 'LineTooLong';
}

/**
 * The lines of a chunk at a time, without their ends; the last need not have one. Leaving the loop cancels the stream.
 *
 * @throws LineTooLong, and what the stream fails with
 */
export async function* linesOf(
  stream: ReadableStream<Uint8Array>,
  maxLineBytes: number,
): AsyncGenerator<readonly Uint8Array[]> {
  const reader = stream.getReader();
  const begun = createBegunLine(maxLineBytes);
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield begun.take(part.value);
    yield begun.end();
  } finally {
    // One that has ended, or has failed, has nothing to cancel.
    reader.cancel().catch(() => {});
  }
}

interface BegunLine {
  take(chunk: Uint8Array): readonly Uint8Array[];
  end(): readonly Uint8Array[];
}

function createBegunLine(maxBytes: number): BegunLine {
  let parts: Uint8Array[] = [];
  let bytes = 0;

  function add(part: Uint8Array): void {
    parts.push(part);
    bytes += part.length;
    if (bytes > maxBytes) throw new LineTooLong(`a line has more than ${maxBytes} bytes`);
  }

  function complete(): Uint8Array {
    const line = parts.length === 1 ? parts[0] : joined(parts, bytes);
    parts = [];
    bytes = 0;
    return line ?? new Uint8Array();
  }

  return {
    take(chunk) {
      const lines: Uint8Array[] = [];
      let start = 0;
      for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
        add(chunk.subarray(start, end));
        lines.push(complete());
        start = end + 1;
      }
      if (start < chunk.length) add(chunk.subarray(start));
      return lines;
    },
    end: () => (bytes === 0 ? [] : [complete()]),
  };
}

function joined(parts: readonly Uint8Array[], bytes: number): Uint8Array {
  const line = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    line.set(part, at);
    at += part.length;
  }
  return line;
}
