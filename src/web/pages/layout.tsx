import { renderToStaticMarkup } from "preact-render-to-string";
import type { Page } from "./page.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%233b3fb6' d='M3 1h10v14H3z'/%3E%3Ccircle fill='%23fff' cx='10' cy='8' r='1.2'/%3E%3C/svg%3E";

/** The whole HTML document of a page. */
export function documentOf(page: Page, organisation: string): string {
  const head = renderToStaticMarkup(
    <>
      <meta name="viewport" content="width=device-width,initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{`${page.title} · ${organisation}`}</title>
      <link rel="icon" href={icon} />
    </>,
  );
  const body = renderToStaticMarkup(
    <>
      <header>
        <span class="mark" aria-hidden="true">
          {firstLetter(organisation)}
        </span>
        <bdi>{organisation}</bdi>
      </header>
      <main>{page.content}</main>
      {page.footer && <footer>{page.footer}</footer>}
    </>,
  );
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8">${head}<style>${style}</style></head>`,
    `<body${page.wide ? ' class="wide"' : ""}>${body}`,
    `<script>${script}</script></body></html>`,
  ].join("");
}

const letters = new Intl.Segmenter("en");

function firstLetter(name: string): string {
  const [first] = letters.segment(name);
  return first?.segment.toUpperCase() ?? "";
}
