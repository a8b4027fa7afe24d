import type { BindingSettings } from './binding-settings.ts';

/** A peer may send SETTINGS without end; more than this many unacknowledged ones are taken as acknowledged, oldest first. */
export const MAX_UNACKNOWLEDGED = 32;

/**
 * The settings that one side announced, until the other side acknowledges them, RFC 9113 §6.5.3. They bind the other side
 * only from its ACK on: until then its frames may still follow the old ones.
 */
export class SettingsLedger {
  private readonly unacknowledged: BindingSettings[] = [];

  /** Not acknowledged yet, oldest first. */
  get pending(): readonly BindingSettings[] {
    return this.unacknowledged;
  }

  /** @returns settings that this announcement pushed out of the ledger, to be applied now; usually none */
  announce(settings: BindingSettings): BindingSettings | undefined {
    this.unacknowledged.push(settings);
    return this.unacknowledged.length > MAX_UNACKNOWLEDGED ? this.acknowledge() : undefined;
  }

  /** @returns what the other side has just accepted; nothing where its ACK answers no SETTINGS */
  acknowledge(): BindingSettings | undefined {
    return this.unacknowledged.shift();
  }
}
