/** The table of endpoints for people: as a page, and as text. */

import { createHash } from 'node:crypto';

import type { Identity } from '../identity.ts';
import type { Endpoint, Methods } from './endpoint.ts';
import { escapeHtml } from './html.ts';
import type { Parameter } from './parameter.ts';

export interface IndexPage {
  readonly identity: Identity;
  readonly endpoints: readonly Endpoint[];
  /** Where the reader found us: "http://localhost:8080". */
  readonly origin: string;
}

const TITLE = 'sre-test-server';

const HTTP2_HINT = 'Each on HTTP/1.1 and HTTP/2: curl --http2-prior-knowledge';

const STYLE = `
:root { color-scheme: light dark; --edge: light-dark(#ddd, #3a3a3a); --soft: light-dark(#595959, #a3a3a3);
  --code: light-dark(#f4f4f4, #222); --link: light-dark(#0b57b7, #7db4ff); }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; margin: 0; }
p { margin: .25rem 0; }
a { color: var(--link); }
header { margin-bottom: 1.5rem; }
section { display: grid; grid-template-columns: 14rem 1fr; gap: 0 1.5rem; padding: .8rem 0; border-top: 1px solid var(--edge); }
h2 { font: 600 1rem/1.5 ui-monospace, monospace; margin: 0; overflow-wrap: anywhere; }
code { font: .9rem/1.5 ui-monospace, monospace; }
ul { margin: .25rem 0; padding-left: 1.1rem; color: var(--soft); }
.soft { color: var(--soft); font-size: .9rem; }
.curl { display: block; user-select: all; background: var(--code); border-radius: .3rem; padding: .3rem .6rem;
  margin-top: .4rem; overflow-wrap: anywhere; }
@media (max-width: 45rem) { section { grid-template-columns: 1fr; } }
`;

/** Nothing is loaded and nothing runs; the one style is this one. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function indexAsHtml({ identity, endpoints, origin }: IndexPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${TITLE}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${TITLE}</h1>
<p>${escapeHtml(whoIs(identity))}</p>
<p class="soft">${escapeHtml(HTTP2_HINT)}. A click selects the whole line.</p>
</header>
<main>
${endpoints.map((endpoint) => section(endpoint, origin)).join('\n')}
</main>
</body>
</html>
`;
}

export function indexAsText({ identity, endpoints, origin }: IndexPage): string {
  const told = endpoints.map((endpoint) =>
    [
      `${endpoint.path}  ${endpoint.summary}`,
      ...parameterLines(endpoint).map((line) => `    ${line}`),
      `    ${curlLine(endpoint, origin)}`,
    ].join('\n'),
  );
  return `${TITLE}: ${whoIs(identity)}\n${HTTP2_HINT}\n\n${told.join('\n\n')}\n`;
}

function section(endpoint: Endpoint, origin: string): string {
  const { path, methods, summary, example } = endpoint;
  const name = isLinked(endpoint)
    ? `<a href="${escapeHtml(`.${example.path}`)}">${escapeHtml(path)}</a>`
    : escapeHtml(path);
  const parameters = parameterLines(endpoint).map((line) => `<li>${escapeHtml(line)}</li>`);
  const list = parameters.length === 0 ? '' : `<ul>${parameters.join('')}</ul>`;
  return `<section>
<div><h2>${name}</h2><span class="soft">${escapeHtml(methodsInWords(methods))}</span></div>
<div>${escapeHtml(summary)}${list}<code class="curl">${escapeHtml(curlLine(endpoint, origin))}</code></div>
</section>`;
}

/** What a browser can show by a click. */
function isLinked({ methods }: Endpoint): boolean {
  return methods === 'ANY' || methods.includes('GET');
}

function methodsInWords(methods: Methods): string {
  return methods === 'ANY' ? 'any method' : methods.join(', ');
}

function parameterLines({ parameters, takesAnyQuery }: Endpoint): string[] {
  const lines = Object.entries(parameters).map(([name, parameter]) => parameterLine(name, parameter));
  return takesAnyQuery ? [...lines, 'any name=value'] : lines;
}

function parameterLine(name: string, { description, expected, fallback }: Parameter<unknown>): string {
  return `${name}: ${description}; ${expected}${fallback === undefined ? '' : `; default ${fallback}`}`;
}

function curlLine({ example: { path, options } }: Endpoint, origin: string): string {
  return ['curl', ...(options === undefined ? [] : [options]), `'${origin}${path}'`].join(' ');
}

function whoIs({ hostname, pod, namespace, node, version }: Identity): string {
  const known = Object.entries({ pod, namespace, node }).filter(([, value]) => value !== undefined);
  return [`version ${version}`, `hostname ${hostname}`, ...known.map((pair) => pair.join(' '))].join(', ');
}
