// Original file: protos/sre/trace/v1/trace.proto

import type { Headers as _sre_trace_v1_Headers, Headers__Output as _sre_trace_v1_Headers__Output } from '../../../sre/trace/v1/Headers.ts';
import type { Data as _sre_trace_v1_Data, Data__Output as _sre_trace_v1_Data__Output } from '../../../sre/trace/v1/Data.ts';
import type { Setting as _sre_trace_v1_Setting, Setting__Output as _sre_trace_v1_Setting__Output } from '../../../sre/trace/v1/Setting.ts';
import type { Ping as _sre_trace_v1_Ping, Ping__Output as _sre_trace_v1_Ping__Output } from '../../../sre/trace/v1/Ping.ts';
import type { Goaway as _sre_trace_v1_Goaway, Goaway__Output as _sre_trace_v1_Goaway__Output } from '../../../sre/trace/v1/Goaway.ts';
import type { RstStream as _sre_trace_v1_RstStream, RstStream__Output as _sre_trace_v1_RstStream__Output } from '../../../sre/trace/v1/RstStream.ts';
import type { WindowUpdate as _sre_trace_v1_WindowUpdate, WindowUpdate__Output as _sre_trace_v1_WindowUpdate__Output } from '../../../sre/trace/v1/WindowUpdate.ts';
import type { Priority as _sre_trace_v1_Priority, Priority__Output as _sre_trace_v1_Priority__Output } from '../../../sre/trace/v1/Priority.ts';
import type { PushPromise as _sre_trace_v1_PushPromise, PushPromise__Output as _sre_trace_v1_PushPromise__Output } from '../../../sre/trace/v1/PushPromise.ts';
import type { Altsvc as _sre_trace_v1_Altsvc, Altsvc__Output as _sre_trace_v1_Altsvc__Output } from '../../../sre/trace/v1/Altsvc.ts';
import type { Origin as _sre_trace_v1_Origin, Origin__Output as _sre_trace_v1_Origin__Output } from '../../../sre/trace/v1/Origin.ts';
import type { PriorityUpdate as _sre_trace_v1_PriorityUpdate, PriorityUpdate__Output as _sre_trace_v1_PriorityUpdate__Output } from '../../../sre/trace/v1/PriorityUpdate.ts';
import type { UnknownPayload as _sre_trace_v1_UnknownPayload, UnknownPayload__Output as _sre_trace_v1_UnknownPayload__Output } from '../../../sre/trace/v1/UnknownPayload.ts';
import type { Window as _sre_trace_v1_Window, Window__Output as _sre_trace_v1_Window__Output } from '../../../sre/trace/v1/Window.ts';
import type { Violation as _sre_trace_v1_Violation, Violation__Output as _sre_trace_v1_Violation__Output } from '../../../sre/trace/v1/Violation.ts';

export interface Frame {
  'from'?: (string);
  'type'?: (string);
  'typeCode'?: (number);
  'flags'?: (string)[];
  'flagBits'?: (number);
  'streamId'?: (number);
  'length'?: (number);
  'headers'?: (_sre_trace_v1_Headers | null);
  'data'?: (_sre_trace_v1_Data | null);
  'settings'?: (_sre_trace_v1_Setting)[];
  'ping'?: (_sre_trace_v1_Ping | null);
  'goaway'?: (_sre_trace_v1_Goaway | null);
  'rstStream'?: (_sre_trace_v1_RstStream | null);
  'windowUpdate'?: (_sre_trace_v1_WindowUpdate | null);
  'priority'?: (_sre_trace_v1_Priority | null);
  'pushPromise'?: (_sre_trace_v1_PushPromise | null);
  'altsvc'?: (_sre_trace_v1_Altsvc | null);
  'origin'?: (_sre_trace_v1_Origin | null);
  'priorityUpdate'?: (_sre_trace_v1_PriorityUpdate | null);
  'unknown'?: (_sre_trace_v1_UnknownPayload | null);
  'window'?: (_sre_trace_v1_Window | null);
  'violation'?: (_sre_trace_v1_Violation | null);
}

export interface Frame__Output {
  'from': (string);
  'type': (string);
  'typeCode': (number);
  'flags': (string)[];
  'flagBits': (number);
  'streamId': (number);
  'length': (number);
  'headers': (_sre_trace_v1_Headers__Output | null);
  'data': (_sre_trace_v1_Data__Output | null);
  'settings': (_sre_trace_v1_Setting__Output)[];
  'ping': (_sre_trace_v1_Ping__Output | null);
  'goaway': (_sre_trace_v1_Goaway__Output | null);
  'rstStream': (_sre_trace_v1_RstStream__Output | null);
  'windowUpdate': (_sre_trace_v1_WindowUpdate__Output | null);
  'priority': (_sre_trace_v1_Priority__Output | null);
  'pushPromise': (_sre_trace_v1_PushPromise__Output | null);
  'altsvc': (_sre_trace_v1_Altsvc__Output | null);
  'origin': (_sre_trace_v1_Origin__Output | null);
  'priorityUpdate': (_sre_trace_v1_PriorityUpdate__Output | null);
  'unknown': (_sre_trace_v1_UnknownPayload__Output | null);
  'window': (_sre_trace_v1_Window__Output | null);
  'violation': (_sre_trace_v1_Violation__Output | null);
}
