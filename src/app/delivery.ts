/** What the admin server delivers the trace with. */

import type { Connections } from '../capture/connections.ts';
import { compileFilter } from '../filter/filter.ts';
import { EXPORT_NAMES, type ExportWriter, exportOf, isExportName } from '../formats/export.ts';
import type { TraceDelivery, TraceExport } from '../servers/admin/trace/delivery.ts';
import { createPace } from '../servers/admin/trace/pace.ts';
import type { ReadMessage } from '../sinks/own-bytes.ts';
import { createSubscriptions } from '../sinks/subscriptions.ts';
import { type MessageTypes, messageFrom } from '../trace/message.ts';
import type { Sinks } from './sinks.ts';

export interface DeliveryParts extends Sinks {
  readonly mute: TraceDelivery['mute'];
  readonly connections: Connections;
  readonly messageTypes: MessageTypes;
  /** Told of each event that a reader loses. */
  readonly onDropped: () => void;
  readonly writer: Omit<ExportWriter, 'openedOf'>;
}

export function createDelivery(parts: DeliveryParts): TraceDelivery {
  const { hub, ring, mute, connections, messageTypes, onDropped, writer } = parts;
  const readMessage: ReadMessage = (kept) => messageFrom(kept, messageTypes);
  return {
    ring,
    subscriptions: createSubscriptions({ hub, ring, readMessage, onDropped }),
    pace: createPace(),
    compile: compileFilter,
    exports: exportsBy({ ...writer, openedOf: (conn) => connections.openedOf(conn) }),
    mute,
  };
}

function exportsBy(writer: ExportWriter): TraceDelivery['exports'] {
  const rows = EXPORT_NAMES.filter(isExportName).map((name): [string, TraceExport] => {
    const { contentType, extension, render } = exportOf(name);
    return [name, { contentType, extension, render: (events) => render(events, writer) }];
  });
  return Object.fromEntries(rows);
}
