import { renderToStaticMarkup } from "preact-render-to-string";
import type { Inlined } from "../headers.ts";
import type { Page } from "./page.ts";
import { untranslated } from "./phrases.tsx";
import { script } from "./script.ts";
import { style } from "./style.ts";

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%233b3fb6' fill-rule='evenodd' d='M3 1h10v14H3zm6 6h2v2H9z'/%3E%3C/svg%3E";

/**
 * Creates the function that draws a page's HTML document. What all pages share is drawn once.
 *
 * @param inlined what the page carries with it, as its headers allow
 */
export function layoutOf(organisation: string, inlined: Inlined = { style, script }): (page: Page) => string {
  const head = renderToStaticMarkup(
    <>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width,initial-scale=1" />
      <link rel="icon" href={icon} />
    </>,
  );
  const header = renderToStaticMarkup(
    <header>
      <span class="mark" aria-hidden="true">
        {firstLetter(organisation)}
      </span>
      <bdi {...untranslated}>{organisation}</bdi>
    </header>,
  );
  return ({ title, wide, content, footer }) => {
    const own = renderToStaticMarkup(<title>{`${title} · ${organisation}`}</title>);
    const body = renderToStaticMarkup(
      <>
        <main>{content}</main>
        {footer && <footer>{footer}</footer>}
      </>,
    );
    return [
      `<!doctype html><html lang="en"><head>${head}${own}<style>${inlined.style}</style></head>`,
      `<body${wide ? ' class="wide"' : ""}>${header}${body}`,
      inlined.script === null ? "" : `<script>${inlined.script}</script>`,
      "</body></html>",
    ].join("");
  };
}

const letters = new Intl.Segmenter("en");

function firstLetter(name: string): string {
  const [first] = letters.segment(name);
  return first?.segment.toUpperCase() ?? "";
}
