import { whole } from '../../model/amounts.ts';
import { type BothSettings, type SettingCell, type SettingRow, settingRows } from '../../model/connection-settings.ts';
import { Panel } from './panel.tsx';

interface SettingsProps {
  readonly settings: BothSettings;
  /** Nothing that was announced before can be missing. */
  readonly isWhole: boolean;
}

/** What each side asked the other to keep to, RFC 9113 §6.5. */
export function SettingsTable({ settings, isWhole }: SettingsProps) {
  return (
    <Panel title="Settings" note="announced, and acknowledged by the other side; ● differs from the default">
      {!isWhole && (
        <p class="connection-words dim">The first SETTINGS are not held: what is not shown may have been announced.</p>
      )}
      <div class="connection-scroll">
        <table class="table connection-settings">
          <thead>
            <tr>
              <th scope="col">setting</th>
              <th scope="col" class="number">
                default
              </th>
              <th scope="col" class="number side-client">
                client announced
              </th>
              <th scope="col" class="side-client">
                acknowledged
              </th>
              <th scope="col" class="number side-server">
                server announced
              </th>
              <th scope="col" class="side-server">
                acknowledged
              </th>
              <th scope="col">meaning</th>
            </tr>
          </thead>
          <tbody>
            {settingRows(settings).map((row) => (
              <Row key={row.name} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Row({ row: { name, meaning, initial, client, server } }: { row: SettingRow }) {
  return (
    <tr>
      <th scope="row" class="mono">
        {name}
      </th>
      <td class="number dim">{initial === undefined ? 'no limit' : whole(initial)}</td>
      <Cells cell={client} />
      <Cells cell={server} />
      <td class="dim">{meaning}</td>
    </tr>
  );
}

function Cells({ cell: { announced, acknowledged, isChanged, isUnacknowledged } }: { cell: SettingCell }) {
  if (announced === undefined) {
    return (
      <>
        <td class="number dim">–</td>
        <td />
      </>
    );
  }
  return (
    <>
      <td class="number">
        {isChanged && (
          <span class="connection-changed" title="differs from the default">
            <span aria-hidden="true">●</span>
            <span class="visually-hidden">differs from the default: </span>{' '}
          </span>
        )}
        {whole(announced)}
      </td>
      <td>{isUnacknowledged ? <Unacknowledged value={acknowledged} /> : <span class="dim">✓ yes</span>}</td>
    </>
  );
}

function Unacknowledged({ value }: { value: number | undefined }) {
  return <span class="connection-tone-warning">△ {value === undefined ? 'not yet' : `still ${whole(value)}`}</span>;
}
