/** What a server announces to each client: SETTINGS, and the window of the connection, which has no setting. */

import type { Http2Server, Settings } from 'node:http2';

import type { SettingsPolicy } from './policy.ts';

/** To be called before the server has connections. Those of grpc-js take only one of these as an option of their own. */
export function announce(server: Http2Server, policy: SettingsPolicy): void {
  server.updateSettings(settingsOf(policy));
  const { connectionWindow } = policy;
  if (connectionWindow === undefined) return;
  // RFC 9113 §6.9.2: only WINDOW_UPDATE changes it, so Node sends one behind its SETTINGS.
  server.on('session', (session) => session.setLocalWindowSize(connectionWindow));
}

function settingsOf({ maxConcurrentStreams, streamWindow, headerTable, maxHeaderList }: SettingsPolicy): Settings {
  return {
    maxConcurrentStreams,
    ...(streamWindow !== undefined && { initialWindowSize: streamWindow }),
    ...(headerTable !== undefined && { headerTableSize: headerTable }),
    ...(maxHeaderList !== undefined && { maxHeaderListSize: maxHeaderList }),
  };
}
