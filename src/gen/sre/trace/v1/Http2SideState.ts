// Original file: protos/sre/trace/v1/connection.proto

import type { SettingState as _sre_trace_v1_SettingState, SettingState__Output as _sre_trace_v1_SettingState__Output } from '../../../sre/trace/v1/SettingState.ts';
import type { HeaderTableState as _sre_trace_v1_HeaderTableState, HeaderTableState__Output as _sre_trace_v1_HeaderTableState__Output } from '../../../sre/trace/v1/HeaderTableState.ts';
import type { Long } from '@grpc/proto-loader';

export interface Http2SideState {
  'settings'?: (_sre_trace_v1_SettingState)[];
  'window'?: (number | string | Long);
  'headerTable'?: (_sre_trace_v1_HeaderTableState | null);
  'goawayLastStreamId'?: (number);
  'lost'?: (string);
  '_goawayLastStreamId'?: "goawayLastStreamId";
  '_lost'?: "lost";
}

export interface Http2SideState__Output {
  'settings': (_sre_trace_v1_SettingState__Output)[];
  'window': (number);
  'headerTable': (_sre_trace_v1_HeaderTableState__Output | null);
  'goawayLastStreamId'?: (number);
  'lost'?: (string);
}
