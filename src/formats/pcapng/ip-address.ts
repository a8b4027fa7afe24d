/** IP addresses as bytes. Pure, since formats/ has no `node:net`; what it is given was an address of a socket. */

const V4_LENGTH = 4;
const V6_GROUPS = 8;

/** RFC 4291 §2.5.5.2: where one end has an address of version 6, the other is written as one, too. */
const V4_MAPPED = [...new Array<number>(10).fill(0), 0xff, 0xff];

/** 4 or 16 bytes; undefined where the text is no address: the front's word for a peer that the kernel has forgotten is "". */
export function addressBytes(text: string): Uint8Array | undefined {
  // RFC 4007 §11: the zone says by which interface, and is no part of the address.
  const [address = ''] = text.split('%');
  return address.includes(':') ? v6Bytes(address) : v4Bytes(address);
}

/** @param bytes 4 or 16 */
export function asV6(bytes: Uint8Array): Uint8Array {
  return bytes.length === V4_LENGTH ? Uint8Array.of(...V4_MAPPED, ...bytes) : bytes;
}

function v4Bytes(text: string): Uint8Array | undefined {
  const parts = text.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
  return parts.length === V4_LENGTH && parts.every((part) => part < 256) ? Uint8Array.from(parts) : undefined;
}

/** RFC 4291 §2.2: groups of hex, `::` for those that are zero, and perhaps version 4 at the end. */
function v6Bytes(text: string): Uint8Array | undefined {
  const [head = '', tail, ...more] = text.split('::');
  const front = groupsOf(head);
  const back = groupsOf(tail ?? '');
  if (front === undefined || back === undefined || more.length > 0) return undefined;
  const missing = V6_GROUPS - front.length - back.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...front, ...new Array<number>(missing).fill(0), ...back];
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  for (const part of text.split(':')) {
    const v4 = part.includes('.') ? v4Bytes(part) : undefined;
    if (v4 !== undefined) groups.push(new DataView(v4.buffer).getUint16(0), new DataView(v4.buffer).getUint16(2));
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}
