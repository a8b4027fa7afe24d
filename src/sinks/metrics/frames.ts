/** Frames, and what can be said of one without its connection. */

import type { Frame, Headers, Ping, StreamClosed } from '../../trace/event.ts';
import { BucketCounts } from './bucket-counts.ts';
import type { Family } from './family.ts';
import { Tally } from './tally.ts';
import { domain, ERROR_DOMAIN, errorIndex, FRAME_TYPE, ORIGIN, SIDE, STREAM_END } from './vocabulary.ts';

/** In seconds: from the same host to a satellite. */
const ROUND_TRIP_BOUNDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

const SIDES = domain('side', SIDE);
const TYPES = domain('type', FRAME_TYPE);

export class Frames {
  private readonly frames = new Tally('sre_frames_total', 'HTTP/2 frames, by type and by who sent them.', TYPES, SIDES);
  private readonly payload = new Tally(
    'sre_frame_payload_bytes_total',
    'Bytes of frame payload, padding in, the 9 bytes of each frame header not.',
    TYPES,
    SIDES,
  );
  private readonly resets = new Tally(
    'sre_rst_stream_total',
    'RST_STREAM frames, by error code (RFC 9113 §7; unknown: any other) and by who sent them.',
    ERROR_DOMAIN,
    SIDES,
  );
  private readonly goaways = new Tally(
    'sre_goaway_total',
    'GOAWAY frames, by error code and by who sent them; a graceful end has two.',
    ERROR_DOMAIN,
    SIDES,
  );
  private readonly ends = new Tally(
    'sre_stream_ends_total',
    'HTTP/2 streams that ended: how, and where what the client got was made.',
    domain('how', STREAM_END),
    domain('origin', ORIGIN),
  );
  private readonly violations = new Tally(
    'sre_violations_total',
    'Frames that broke a rule of HTTP/2 or HPACK, by who sent them.',
    SIDES,
  );
  private readonly blockBytes = new Tally(
    'sre_hpack_block_bytes_total',
    'Header blocks as sent. Compression: rate(sre_hpack_block_bytes_total[5m]) / rate(sre_hpack_list_bytes_total[5m]).',
    SIDES,
  );
  private readonly listBytes = new Tally(
    'sre_hpack_list_bytes_total',
    'Header lists as RFC 9113 §6.5.2 measures them: names and values and 32 for each field.',
    SIDES,
  );
  private readonly roundTrips = [new BucketCounts(ROUND_TRIP_BOUNDS), new BucketCounts(ROUND_TRIP_BOUNDS)] as const;

  readonly families: readonly Family[] = [
    this.frames,
    this.payload,
    this.resets,
    this.goaways,
    this.ends,
    this.violations,
    this.blockBytes,
    this.listBytes,
    {
      name: 'sre_ping_round_trip_seconds',
      type: 'histogram',
      help: 'From a PING to its ACK, by who sent the ACK: CLIENT has the network in it, SERVER is our own server.',
      labelNames: [SIDES.label],
      collect: () => this.roundTrips.map((counts, side) => ({ labels: { side: SIDES.values[side] ?? '' }, counts })),
    },
  ];

  /** What every frame has; the parts of it that only some have are for the methods below. */
  frame({ type, from, length, violation }: Frame): void {
    const row = FRAME_TYPE[type];
    const side = SIDE[from];
    this.frames.add(1, row, side);
    this.payload.add(length, row, side);
    if (violation !== undefined) this.violations.add(1, side);
  }

  headers({ from }: Frame, { blockLength, listSize }: Headers): void {
    this.blockBytes.add(blockLength, SIDE[from]);
    this.listBytes.add(listSize, SIDE[from]);
  }

  ping({ from }: Frame, { rttMs }: Ping): void {
    if (rttMs !== undefined) this.roundTrips[from === 'CLIENT' ? 0 : 1].observe(rttMs / 1000);
  }

  reset({ from }: Frame, errorCode: number): void {
    this.resets.add(1, errorIndex(errorCode), SIDE[from]);
  }

  goaway({ from }: Frame, errorCode: number): void {
    this.goaways.add(1, errorIndex(errorCode), SIDE[from]);
  }

  streamClosed({ how, origin }: StreamClosed): void {
    this.ends.add(1, STREAM_END[how], ORIGIN[origin]);
  }
}
