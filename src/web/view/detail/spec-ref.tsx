import { specLink } from '../../model/spec-link.ts';

/** Where it is written: a link where that is known. */
export function SpecRef({ spec }: { spec: string }) {
  const { text, href } = specLink(spec);
  if (href === undefined) return <span class="detail-spec">{text}</span>;
  return (
    <a class="detail-spec" href={href} target="_blank" rel="noreferrer noopener">
      {text}
    </a>
  );
}
