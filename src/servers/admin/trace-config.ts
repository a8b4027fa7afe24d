/** `/api/trace/config`: what of the traffic is recorded. What it sets holds from the next frame on, also for open connections. */

import { readBody } from '../http/request-body.ts';
import { MAX_BODY_BYTES } from './body-field.ts';
import type { AdminEndpoint } from './endpoint.ts';
import { changedSettings } from './recording-change.ts';
import { Refusal } from './refusal.ts';
import type { SwitchableRecording } from './tracing.ts';

export function createTraceConfigEndpoints(recording: SwitchableRecording): readonly AdminEndpoint[] {
  return [
    {
      method: 'GET',
      path: '/api/trace/config',
      summary: 'which connections are recorded, how much of each payload, and what is hidden',
      handle: () => recording.settings,
    },
    {
      method: 'PUT',
      path: '/api/trace/config',
      summary: 'changes what the body names, and nothing else',
      example: { body: '{"trace": "paused", "connections": {"c3": true}, "payloadBytes": 0}' },
      async handle({ raw }) {
        const text = String(await readBody(raw, MAX_BODY_BYTES));
        recording.change(changedSettings(recording, parse(text)));
        return recording.settings;
      },
    },
  ];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal(400, `the body is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}
