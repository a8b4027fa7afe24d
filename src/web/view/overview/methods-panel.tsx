import { milliseconds, percent, whole } from '../../model/amounts.ts';
import { MAX_METHODS, methodOrder } from '../../model/method-order.ts';
import { methodFilter } from '../../model/overview-terms.ts';
import type { MethodRow } from '../../state/state.ts';
import { useGo } from '../app-context.ts';

/** Which methods fail, and which are slow. */
export function MethodsPanel({ methods }: { methods: readonly MethodRow[] }) {
  if (methods.length === 0) return null;
  const hidden = methods.length - MAX_METHODS;
  return (
    <section class="panel" aria-label="Methods">
      <h3 class="panel-title">
        Methods <span class="dim">what fails first, then what is slow</span>
      </h3>
      <div class="overview-scroll">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">method</th>
              <th scope="col" class="number">
                calls
              </th>
              <th scope="col" class="number">
                failed
              </th>
              <th scope="col" class="number">
                p50
              </th>
              <th scope="col" class="number">
                p99
              </th>
              <th scope="col" class="number">
                slowest
              </th>
            </tr>
          </thead>
          <tbody>
            {methodOrder(methods)
              .slice(0, MAX_METHODS)
              .map((row) => (
                <Method key={row.method} row={row} />
              ))}
          </tbody>
        </table>
      </div>
      {hidden > 0 && (
        <p class="overview-note dim">{whole(hidden)} more methods are not shown: Streams has all calls.</p>
      )}
    </section>
  );
}

function Method({ row: { method, calls, errors, p50Ms, p99Ms, slowestMs } }: { row: MethodRow }) {
  return (
    <tr>
      <td>
        <Name method={method} />
      </td>
      <td class="number">{whole(calls)}</td>
      <td class={errors > 0 ? 'number error' : 'number dim'}>
        {errors === 0 ? 'none' : `${whole(errors)} (${percent(errors / Math.max(calls, 1))})`}
      </td>
      <td class="number">{milliseconds(p50Ms)}</td>
      <td class="number">{milliseconds(p99Ms)}</td>
      <td class="number">{milliseconds(slowestMs)}</td>
    </tr>
  );
}

function Name({ method }: { method: string }) {
  const go = useGo();
  const filter = methodFilter(method);
  if (filter === undefined) return <span class="dim">{method}</span>;
  return (
    <button
      type="button"
      class="filterable overview-method"
      title={`filter by ${filter}`}
      onClick={() => go({ tab: 'wire', filter })}
    >
      {method}
    </button>
  );
}
