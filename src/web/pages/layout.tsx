import { renderToStaticMarkup } from "preact-render-to-string";
import type { Page } from "./page.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%233b3fb6' d='M3 1h10v14H3z'/%3E%3Ccircle fill='%23fff' cx='10' cy='8' r='1.2'/%3E%3C/svg%3E";

/** Creates the function that draws a page's HTML document. What all pages share is drawn once. */
export function layoutOf(organisation: string): (page: Page) => string {
  const head = renderToStaticMarkup(
    <>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width,initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <link rel="icon" href={icon} />
    </>,
  );
  const header = renderToStaticMarkup(
    <header>
      <span class="mark" aria-hidden="true">
        {firstLetter(organisation)}
      </span>
      <bdi>{organisation}</bdi>
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
      `<!doctype html><html lang="en"><head>${head}${own}<style>${style}</style></head>`,
      `<body${wide ? ' class="wide"' : ""}>${header}${body}`,
      `<script>${script}</script></body></html>`,
    ].join("");
  };
}

const letters = new Intl.Segmenter("en");

function firstLetter(name: string): string {
  const [first] = letters.segment(name);
  return first?.segment.toUpperCase() ?? "";
}
