/** What was asked to go wrong on a connection as a whole, as it stands. */

import type { GoawayFault, TransportFault } from '../../faults/fault.ts';
import { SETTING } from '../../wire/http2/settings.ts';

export class ConnectionFaults {
  /** For each stream that begins from now on. */
  readonly forStreams: TransportFault[] = [];
  holdsSettingsAck = false;
  holdsPingAck = false;
  holdsWindowUpdates = false;
  isSilent = false;
  /** Streams above it get no answer any more: GOAWAY has said so. */
  lastStreamId = Number.POSITIVE_INFINITY;
  /** Streams above it have the initial window of ours, and get credit from us: the server knows nothing of it. */
  ownWindowsAbove = Number.POSITIVE_INFINITY;
  /** The first half of a graceful end is out, and its PING is under way. */
  leaving: GoawayFault | undefined = undefined;

  /** @returns whether the fault is one that only has to be remembered */
  remember(fault: TransportFault, highestStreamId: number): boolean {
    switch (fault.kind) {
      case 'HOLD_SETTINGS_ACK':
        this.holdsSettingsAck = true;
        return true;
      case 'HOLD_PING_ACK':
        this.holdsPingAck = true;
        return true;
      case 'HOLD_WINDOW_UPDATE':
        if (fault.scope === 'CONNECTION') this.holdsWindowUpdates = true;
        return fault.scope === 'CONNECTION';
      case 'SETTINGS':
        if (fault.settings.some(({ code }) => code === SETTING.INITIAL_WINDOW_SIZE)) {
          this.ownWindowsAbove = Math.min(this.ownWindowsAbove, highestStreamId);
        }
        return false;
      default:
        return false;
    }
  }
}
