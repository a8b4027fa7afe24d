/** What was asked to go wrong on a connection as a whole, as it stands. */

import type { GoawayFault, TransportFault } from '../../faults/fault.ts';
import { SETTING } from '../../wire/http2/settings.ts';

export class ConnectionFaults {
  /** For each stream that begins from now on. */
  readonly forStreams: TransportFault[] = [];
  holdsSettingsAck = false;
  holdsPingAck = false;
  holdsWindowUpdates = false;
  /** Streams above it get no answer any more: GOAWAY has said so. */
  lastStreamId = Number.POSITIVE_INFINITY;
  /** Streams above it have the initial window of ours, and get credit from us: the server knows nothing of it. */
  ownWindowsAbove = Number.POSITIVE_INFINITY;
  /** The first half of a graceful end is out, and its PING is under way. */
  leaving: GoawayFault | undefined = undefined;

  /** What of a fault holds from now on. */
  remember(fault: TransportFault, highestStreamId: number): void {
    switch (fault.kind) {
      case 'HOLD_SETTINGS_ACK':
        this.holdsSettingsAck = true;
        break;
      case 'HOLD_PING_ACK':
        this.holdsPingAck = true;
        break;
      case 'HOLD_WINDOW_UPDATE':
        if (fault.scope === 'CONNECTION') this.holdsWindowUpdates = true;
        break;
      case 'SETTINGS':
        if (fault.settings.some(({ code }) => code === SETTING.INITIAL_WINDOW_SIZE)) {
          this.ownWindowsAbove = Math.min(this.ownWindowsAbove, highestStreamId);
        }
        break;
      default:
        break;
    }
  }
}
