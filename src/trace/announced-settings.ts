import type { SettingPair } from '../wire/http2/frame.ts';
import { INITIAL_SETTINGS, SETTING, type SettingName, settingName } from '../wire/http2/settings.ts';
import type { SettingState } from './connection-state.ts';
import { MAX_UNACKNOWLEDGED } from './settings-ledger.ts';

/** More than the registry has. Whoever announces more with codes of its own is shown the first of them. */
const MAX_CODES = 64;

type Values = ReadonlyMap<number, number>;

/** All that one side announced, and what of it the other side has acknowledged: for whoever asks how the connection is set up. */
export class AnnouncedSettings {
  private readonly announced = new Map<number, number>();
  private readonly acknowledged = new Map<number, number>();
  /** Frames that were not acknowledged yet, oldest first: as many as SettingsLedger follows. */
  private readonly pending: Values[] = [];

  announce(pairs: readonly SettingPair[]): void {
    const values = new Map<number, number>();
    for (const { code, value } of pairs) set(values, code, value);
    for (const [code, value] of values) set(this.announced, code, value);
    this.pending.push(values);
    if (this.pending.length > MAX_UNACKNOWLEDGED) this.acknowledge();
  }

  acknowledge(): void {
    for (const [code, value] of this.pending.shift() ?? []) set(this.acknowledged, code, value);
  }

  /** Those of the registry, and whatever else was announced. */
  states(): SettingState[] {
    const known = Object.values(SETTING) as readonly number[];
    const others = [...this.announced.keys()].filter((code) => !known.includes(code));
    return [...known, ...others].map((code) => this.state(code));
  }

  private state(code: number): SettingState {
    const id = settingName(code);
    const initial = id === '' ? undefined : initialOf(id);
    const [announced, acknowledged] = [this.announced.get(code), this.acknowledged.get(code)];
    return {
      id,
      code,
      ...(initial === undefined ? {} : { initial }),
      ...(announced === undefined ? {} : { announced }),
      ...(acknowledged === undefined ? {} : { acknowledged }),
    };
  }
}

function set(values: Map<number, number>, code: number, value: number): void {
  if (values.size < MAX_CODES || values.has(code)) values.set(code, value);
}

/** No number says "no limit". */
function initialOf(name: SettingName): number | undefined {
  const value = INITIAL_SETTINGS[name];
  return Number.isFinite(value) ? value : undefined;
}
