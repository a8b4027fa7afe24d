import type { EnvJson } from '../../source/server-json.ts';
import { Mark } from './headline.tsx';
import type { PlaceLook } from './use-place.ts';

/** The place the server runs in: what says that it is not the network. */
export function PlacePanel({ place, isFile }: { place: PlaceLook; isFile: boolean }) {
  return (
    <section class="panel" aria-label="Where this server runs">
      <h3 class="panel-title">
        Where this server runs <span class="dim">{place.env === undefined ? '' : identityWords(place.env)}</span>
      </h3>
      {place.env === undefined ? <Unknown place={place} isFile={isFile} /> : <Words place={place} />}
    </section>
  );
}

function Unknown({ place, isFile }: { place: PlaceLook; isFile: boolean }) {
  if (isFile) return <p class="overview-note dim">Unknown: a recording does not say where it was made.</p>;
  if (place.error !== undefined) return <p class="overview-note error">Not known: {place.error}</p>;
  return <p class="overview-note dim">Asking …</p>;
}

function Words({ place }: { place: PlaceLook }) {
  return (
    <div class="overview-scroll">
      {place.error !== undefined && <p class="overview-note error">Not asked again since: {place.error}</p>}
      <table class="overview-place">
        <tbody>
          {place.words.map(({ name, value, words, tone }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="mono">{value}</td>
              <td class={tone === 'warning' || tone === 'error' ? `overview-${tone}` : 'dim'}>
                {tone !== 'plain' && <Mark of={tone} />} {words}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** In this order; what else there is follows. */
const FIRST = ['pod', 'namespace', 'node', 'zone'];

function identityWords({ identity }: EnvJson): string {
  const { hostname = '', version, ...rest } = identity;
  const rank = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  const named = Object.entries(rest).sort(([a], [b]) => rank(a) - rank(b));
  const words = named.map(([name, value]) => (name === 'pod' ? value : `${name} ${value}`));
  const host = rest.pod === hostname ? [] : [hostname];
  return [...host, ...words, ...(version === undefined ? [] : [`version ${version}`])].join(' · ');
}
