import type { FilterProblem } from '../../source/source.ts';

/** What is wrong with a filter, and where: under the text, with a caret below its place. */
export function Problem({ text, problem }: { text: string; problem: FilterProblem }) {
  const { message, position } = problem;
  return (
    <div id="filter-problem" class="filter-problem" role="alert">
      {position !== undefined && (
        <pre class="filter-caret mono" aria-hidden="true">
          {`${text.slice(0, position)}`}
          <mark>{text.slice(position, position + 1) || ' '}</mark>
          {text.slice(position + 1)}
        </pre>
      )}
      <span class="error">
        {message}
        {position !== undefined && ` (at character ${position + 1})`}
      </span>
    </div>
  );
}
