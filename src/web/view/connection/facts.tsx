import { type Fact, factsOf, type KnownOf } from '../../model/connection-facts.ts';
import { useGo } from '../app-context.ts';
import { Panel } from './panel.tsx';

export function Facts({ known }: { known: KnownOf }) {
  const facts = factsOf(known);
  return (
    <Panel title="What it is">
      {known.opened === undefined && (
        <p class="connection-words dim">Its opening is not held: addresses and TLS are not known.</p>
      )}
      <FactList facts={facts} />
    </Panel>
  );
}

export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="connection-facts">
      {facts.map((fact) => (
        <div key={fact.label} class="connection-fact">
          <dt>{fact.label}</dt>
          <dd class="mono">
            <FactValue fact={fact} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function FactValue({ fact: { value, conn } }: { fact: Fact }) {
  const go = useGo();
  if (conn === undefined) return <>{value}</>;
  return (
    <button type="button" class="filterable connection-link" onClick={() => go({ conn, streamId: undefined })}>
      {value}
    </button>
  );
}
