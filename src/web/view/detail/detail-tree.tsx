import { useState } from 'preact/hooks';
import type { DetailNode } from '../../model/detail-node.ts';
import { useGo } from '../app-context.ts';
import { FilterBy } from './filter-by.tsx';
import { LongText } from './long-text.tsx';
import { SpecRef } from './spec-ref.tsx';

const TONES = {
  good: 'good',
  warning: 'severity-warning',
  error: 'error',
  client: 'side-client',
  server: 'side-server',
};

/** Names and values. What is opened and closed stays so from event to event. */
export function DetailTree({ nodes }: { nodes: readonly DetailNode[] }) {
  return (
    <ul class="detail-tree">
      {nodes.map((each, n) => (
        <Node key={`${n} ${each.name}`} of={each} />
      ))}
    </ul>
  );
}

function Node({ of }: { of: DetailNode }) {
  const [isOpen, setOpen] = useState(true);
  const { name, meaning, spec, term, children = [] } = of;
  const isGroup = children.length > 0;
  return (
    <li>
      <div class="detail-line">
        {isGroup ? (
          <button
            type="button"
            class="detail-name detail-toggle"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> {name}
          </button>
        ) : (
          <span class="detail-name">{name}</span>
        )}
        <span class="detail-words">
          {of.value !== '' && <Value of={of} />}
          {meaning !== undefined && (
            <span class="detail-meaning">
              {' '}
              <LongText text={meaning} />
            </span>
          )}
          {spec !== undefined && (
            <>
              {' '}
              <SpecRef spec={spec} />
            </>
          )}
          {term !== undefined && (
            <>
              {' '}
              <FilterBy term={term} />
            </>
          )}
        </span>
      </div>
      {isGroup && isOpen && <DetailTree nodes={children} />}
    </li>
  );
}

function Value({ of: { value, tone, seq } }: { of: DetailNode }) {
  const go = useGo();
  if (seq !== undefined) {
    return (
      <button type="button" class="detail-link mono" onClick={() => go({ seq })}>
        {value}
      </button>
    );
  }
  return (
    <span class={`detail-value mono ${tone === undefined ? '' : TONES[tone]}`}>
      <LongText text={value} />
    </span>
  );
}
