import { renderToStaticMarkup } from "preact-render-to-string";
import { graphemes } from "../../locales/graphemes.ts";
import { type Language, languages, languageWith } from "../../locales/languages.ts";
import type { Inlined } from "../headers.ts";
import type { Page } from "./page.ts";
import { untranslated } from "./phrases.tsx";
import { script } from "./script.ts";
import { style } from "./style.ts";

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%233b3fb6' fill-rule='evenodd' d='M3 1h10v14H3zm6 6h2v2H9z'/%3E%3C/svg%3E";

/** The language a page is drawn in, and its menu. */
export interface Drawing {
  language: Language;
  /** The label of the language menu; null for a page without one. */
  menu: string | null;
}

const inEnglish: Drawing = { language: languageWith("en"), menu: null };

/**
 * Creates the function that draws a page's HTML document. What all pages share is drawn once.
 *
 * @param inlined what the page carries with it, as its headers allow
 */
export function layoutOf(
  organisation: string,
  inlined: Inlined = { style, script },
): (page: Page, drawing?: Drawing) => string {
  const head = renderToStaticMarkup(
    <>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width,initial-scale=1" />
      <link rel="icon" href={icon} />
    </>,
  );
  const name = renderToStaticMarkup(
    <>
      <span class="mark" aria-hidden="true">
        {firstLetter(organisation)}
      </span>
      <bdi {...untranslated}>{organisation}</bdi>
    </>,
  );
  return ({ title, wide, form, content, footer }, { language, menu } = inEnglish) => {
    const { code, dir, tag, firstDay } = language;
    const first = firstDay ? ` data-first="${firstDay}"` : "";
    const own = renderToStaticMarkup(<title>{`${title} · ${organisation}`}</title>);
    const body = renderToStaticMarkup(
      <>
        <main>{content}</main>
        {footer && <footer>{footer}</footer>}
      </>,
    );
    return [
      `<!doctype html><html lang="${code}" dir="${dir}" data-tag="${tag}"${first}>`,
      `<head>${head}${own}<style>${inlined.style}</style></head><body${wide ? ' class="wide"' : ""}>`,
      `<header>${name}${menu === null ? "" : menuIn(language, menu, form)}</header>${body}`,
      inlined.script === null ? "" : `<script>${inlined.script}</script>`,
      "</body></html>",
    ].join("");
  };
}

/** By language and form: the menu that leads to the same page in each of the other languages. */
const menus = new Map<string, string>();

function menuIn(language: Language, label: string, form?: string): string {
  const key = `${language.code} ${form}`;
  const menu = menus.get(key) ?? drawMenu(language, label, form);
  menus.set(key, menu);
  return menu;
}

/** HTML needs neither quotes nor most end tags here. */
function drawMenu({ code: current, name: own }: Language, label: string, form?: string): string {
  const choices = languages.map(({ code, name }) => {
    const more = ` lang=${code}${code === current ? " aria-current=true" : ""}>${name}`;
    return form
      ? `<li><button form=${form} formaction=?lang=${code} name=lang${more}</button>`
      : `<li><a href=?lang=${code}${more}</a>`;
  });
  const list = `<details translate=no><summary>${own}</summary><ul>${choices.join("")}</ul></details>`;
  return `<nav aria-label=${label}>${form ? defaultButton(form) : ""}${list}</nav>`;
}

/**
 * Enter in a field presses the first button of its form, even a hidden one, so that button must not choose a language.
 */
const defaultButton = (form: string) =>
  `<button class=unseen form=${form} tabindex=-1 aria-hidden=true></button>`;

function firstLetter(name: string): string {
  const [first] = graphemes().segment(name);
  return first?.segment.toUpperCase() ?? "";
}
