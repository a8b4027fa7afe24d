/** What buttons do that reaches beyond the state: files, downloads, the clipboard, and settings of the server. */

import type { RecordingJson } from '../source/server-json.ts';
import type { ExportFormat, ServerQuestions } from '../source/source.ts';
import type { Store } from '../state/store.ts';
import type { Controls } from '../view/app-context.ts';

export interface ControlsOptions {
  readonly store: Store;
  /** Of the source that is shown. */
  readonly server: () => ServerQuestions | undefined;
  /** @returns what of it is not shown, in words; undefined: all of it is */
  readonly showFile: (file: File) => Promise<string | undefined>;
  readonly showServer: () => void;
  readonly download: (path: string) => void;
  readonly writeText: (text: string) => Promise<void>;
}

export function createControls({
  store,
  server,
  showFile,
  showServer,
  download,
  writeText,
}: ControlsOptions): Controls {
  function tell(text: string, tone: 'info' | 'error' = 'info'): void {
    store.dispatch({ type: 'noticed', notice: { text, tone } });
  }

  async function attempt(what: string, step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      tell(`${what}: ${error instanceof Error ? error.message : String(error)}`, 'error');
    }
  }

  async function change(what: string, to: Partial<RecordingJson>, done: string): Promise<void> {
    await attempt(what, async () => {
      const asked = server();
      if (asked === undefined) throw new Error('a file is shown, and no server');
      const recording = await asked.changeRecording(to);
      // A file that was opened meanwhile has no recording.
      if (server() === asked) store.dispatch({ type: 'recordingKnown', recording });
      tell(done);
    });
  }

  return {
    openFile: (file) =>
      attempt(`${file.name} was not opened`, async () => {
        const leftOut = await showFile(file);
        if (leftOut !== undefined) tell(leftOut);
      }),
    closeFile: showServer,
    exportAs(format: ExportFormat) {
      const path = server()?.exportPath(store.state.place.filter, format);
      if (path !== undefined) download(path);
    },
    copy: (text, what) =>
      attempt(`${what} was not copied`, async () => {
        await writeText(text);
        tell(`copied: ${what}`);
      }),
    setTrace: (trace) =>
      change(
        'recording was not changed',
        { trace },
        trace === 'on' ? 'traffic is recorded' : 'nothing is recorded now',
      ),
    setPayloadBytes: (payloadBytes) =>
      change(
        'the setting was not changed',
        { payloadBytes },
        `${payloadBytes} bytes of each payload are kept from now on`,
      ),
  };
}
