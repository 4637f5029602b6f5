import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";
import { type Language, languageWith } from "../locales/languages.ts";
import { breaksBefore, type Sentence } from "../locales/sentence.ts";

/**
 * The language of the email. Each piece is styled for it separately, as clients pass on neither fonts nor directions.
 */
const Reader = createContext<Language>(languageWith("en"));

/** What every text needs: fonts that cover its script, its starting side, and breaks in words that are too long. */
function useText(): string {
  const { fonts, dir } = useContext(Reader);
  return `font-family:${fonts};text-align:${dir === "rtl" ? "right" : "left"};overflow-wrap:anywhere;`;
}

/** Clients that support dark mode and line-breaking rules restyle by class; the others keep the inline styles. */
const style = `
.ink, .soft { text-wrap: pretty; }
:lang(ja), :lang(zh) { line-break: strict; }
:lang(ko) { word-break: keep-all; }
:lang(ja) { word-break: auto-phrase; }
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background-color: #16181d !important; }
  .sheet { background-color: #22252c !important; border-color: #3a3f4a !important; }
  .ink { color: #eceef2 !important; }
  .soft { color: #b3b9c5 !important; }
  .rule { border-color: #3a3f4a !important; }
  .quote { border-color: #5b6270 !important; color: #eceef2 !important; }
  .link { color: #a8b1ff !important; }
  .button { background-color: #a8b1ff !important; }
  .label { color: #14163a !important; }
}
@media (max-width: 600px) {
  .sheet { padding: 28px 20px 12px !important; }
  .action { width: 100% !important; }
}
`;

interface Within {
  children: ComponentChildren;
}

/** Renders the frame of every email: a sheet on a page, no images, readable without any styles. */
export function Document({ title, language, children }: Within & { title: string; language: Language }) {
  const { code: lang, dir } = language;
  return (
    <html lang={lang} dir={dir}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
        <meta name="x-apple-disable-message-reformatting" />
        <title>{title}</title>
        <style>{style}</style>
      </head>
      <body class="page" lang={lang} dir={dir} style="margin:0;padding:0;background-color:#f2f3f6;">
        <table
          role="presentation"
          class="page"
          width="100%"
          cellpadding="0"
          cellspacing="0"
          style="background-color:#f2f3f6;"
        >
          <tr>
            <td align="center" style="padding:24px 12px;">
              <table
                role="presentation"
                width="560"
                cellpadding="0"
                cellspacing="0"
                style="width:100%;max-width:560px;table-layout:fixed;"
              >
                <tr>
                  <td
                    class="sheet"
                    lang={lang}
                    dir={dir}
                    style="background-color:#ffffff;border:1px solid #dfe2e8;border-radius:8px;padding:36px 32px 20px;"
                  >
                    <main>
                      <Reader.Provider value={language}>{children}</Reader.Provider>
                    </main>
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html>
  );
}

/** Renders a sentence; the values in it keep their own direction. */
export function Say({ of }: { of: Sentence }) {
  return (
    <>
      {of.map((part, index) => [
        breaksBefore(of, index) && <wbr />,
        typeof part === "string" ? part : <bdi>{part.text}</bdi>,
      ])}
    </>
  );
}

/** Renders the email's heading: what it is about. */
export function Lead({ children }: Within) {
  return (
    <h1
      class="ink"
      style={`margin:0 0 20px;${useText()}font-size:20px;line-height:28px;font-weight:600;color:#1b1f27;`}
    >
      {children}
    </h1>
  );
}

export function Paragraph({ children }: Within) {
  return (
    <p class="ink" style={`margin:0 0 16px;${useText()}font-size:16px;line-height:24px;color:#1b1f27;`}>
      {children}
    </p>
  );
}

export function Small({ children }: Within) {
  return (
    <p class="soft" style={`margin:0 0 12px;${useText()}font-size:14px;line-height:20px;color:#545b69;`}>
      {children}
    </p>
  );
}

/** Separates the message from the notes about it. */
export function Rule() {
  return (
    <hr
      class="rule"
      style="margin:24px 0 20px;border:0;border-top:1px solid #dfe2e8;height:0;font-size:0;line-height:0;"
    />
  );
}

/** Quotes what someone else wrote, line by line, each in its own direction. */
export function Quote({ lines }: { lines: readonly string[] }) {
  const { dir } = useContext(Reader);
  const edge = dir === "rtl" ? "padding:2px 14px 2px 0;border-right" : "padding:2px 0 2px 14px;border-left";
  return (
    <blockquote
      class="ink quote"
      dir="auto"
      style={`margin:0 0 20px;${edge}:3px solid #c6cbd5;${useText()}font-size:16px;line-height:24px;color:#1b1f27;`}
    >
      {lines.map((line, index) => [index > 0 && <br />, line])}
    </blockquote>
  );
}

/** Draws a link as a button in every client: Outlook uses the cell's padding, the others the link's. */
export function Button({ href, children }: Within & { href: string }) {
  return (
    <table
      role="presentation"
      class="action"
      cellpadding="0"
      cellspacing="0"
      style="margin:4px 0 20px;border-collapse:separate;"
    >
      <tr>
        <td
          class="button"
          align="center"
          style="background-color:#3b3fb6;border-radius:6px;mso-padding-alt:14px 28px;"
        >
          <a
            class="label"
            href={href}
            style={`display:block;padding:14px 28px;${useText()}text-align:center;font-size:16px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none;`}
          >
            {children}
          </a>
        </td>
      </tr>
    </table>
  );
}

/** Shows an address in full, in one piece: anything inserted to break it would be copied along with it. */
export function Link({ href }: { href: string }) {
  return (
    <a class="link" dir="ltr" href={href} style="color:#3b3fb6;font-size:13px;word-break:break-all;">
      {href}
    </a>
  );
}
