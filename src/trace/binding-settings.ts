import type { SettingPair } from '../wire/http2/frame.ts';
import { SETTING } from '../wire/http2/settings.ts';

/**
 * What of a SETTINGS frame changes how the other side's frames are read and counted, RFC 9113 §6.5.2. A peer may repeat a setting
 * as often as 16 MB allow; this holds no more than what of that matters.
 */
export interface BindingSettings {
  readonly headerTable: HeaderTableSizes | undefined;
  readonly maxFrameSize: number | undefined;
  readonly initialWindowSize: number | undefined;
}

/** RFC 7541 §4.2: of several sizes, an encoder has to go through the smallest to the last. */
interface HeaderTableSizes {
  readonly smallest: number;
  readonly last: number;
}

/** Of a setting that comes twice the last value holds: they are processed in order, RFC 9113 §6.5.3. */
export function bindingSettings(settings: readonly SettingPair[]): BindingSettings {
  let headerTable: HeaderTableSizes | undefined;
  let maxFrameSize: number | undefined;
  let initialWindowSize: number | undefined;
  for (const { code, value } of settings) {
    if (code === SETTING.HEADER_TABLE_SIZE) {
      headerTable = { smallest: Math.min(value, headerTable?.smallest ?? value), last: value };
    } else if (code === SETTING.MAX_FRAME_SIZE) maxFrameSize = value;
    else if (code === SETTING.INITIAL_WINDOW_SIZE) initialWindowSize = value;
  }
  return { headerTable, maxFrameSize, initialWindowSize };
}
