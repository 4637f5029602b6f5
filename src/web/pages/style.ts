import { languages } from "../../locales/languages.ts";

/** Fonts for scripts that a browser's own font may not cover. */
const fonts = languages
  .filter(({ fonts }) => fonts !== languages[0]?.fonts)
  .map(({ code, fonts }) => `:lang(${code}){font-family:${fonts.replaceAll("'", "")}}`)
  .join("");

/** The one inlined stylesheet. A `dt` takes the whole line when it and its `dd` have less than 13rem. */
export const style = `
:root{color-scheme:light dark;--page:#f6f6f7;--card:#fff;--ink:#16181d;--soft:#585d69;--line:#e0e1e6;--edge:#858a97;--accent:#3b3fb6;--label:#fff;--bad:#b3221a;--wash:#fdf1f0;--good:#1a7f4b}
@media screen and (prefers-color-scheme:dark){:root{--page:#101114;--card:#191a1f;--ink:#eceef2;--soft:#a2a7b3;--line:#2c2e36;--edge:#737885;--accent:#a8b1ff;--label:#14163a;--bad:#ff9c92;--wash:#2c1a1a;--good:#6fd39f}}
*,::before,::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;background:var(--page);color:var(--ink);font:1rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere;text-wrap:pretty}
header,main,footer{width:100%;max-width:33rem;margin:0 auto;padding:0 min(1.25rem,5vw)}
.wide>*{max-width:66rem}
header{display:flex;flex-wrap:wrap;align-items:center;gap:.625rem;padding-top:1.5rem}
header bdi{flex:1 6rem;text-align:match-parent}
nav{margin-inline-start:auto;position:relative;font-weight:400}
summary{padding:.5rem 0;cursor:pointer}
nav ul{position:absolute;z-index:1;inset-inline-end:0;width:max-content;max-width:75vw;padding:.5rem;list-style:none;border:1px solid var(--line);border-radius:.5rem;background:var(--card);box-shadow:0 .5rem 1.5rem #0002}
:has(main :focus) nav ul{display:none}
nav li>*{display:block;width:100%;padding:.375rem .75rem;border:0;border-radius:.25rem;background:none;color:var(--ink);font:inherit;text-align:start;text-decoration:none;cursor:pointer}
nav li>:hover{background:var(--page)}
.unseen{position:absolute;clip-path:inset(50%)}
.mark{display:grid;place-items:center;flex:none;width:2rem;height:2rem;border-radius:.5rem;background:var(--ink);color:var(--page);font-size:.9375rem}
main{flex:1;padding-block:2rem 3rem}
footer{padding-bottom:2rem}
h1{margin:0 0 1rem;font-size:clamp(1rem,10vw,1.75rem);line-height:1.2;letter-spacing:-.02em;font-weight:650;text-wrap:balance}
h2{margin:0 0 .75rem;font-size:1.0625rem;line-height:1.4}
p,ul,dl,dd,figure,blockquote{margin:0}
p+p{margin-top:.75rem}
time{unicode-bidi:isolate}
a{color:var(--accent);text-underline-offset:.2em}
.soft,.hint,figcaption,dt,summary,footer,label span{color:var(--soft)}
.card{padding:min(1.5rem,6vw);border:1px solid var(--line);border-radius:.875rem;background:var(--card)}
.wide .card{margin-top:2rem}
.card h2{margin-bottom:1.25rem}
.groups{list-style:none;padding:0}
p+.groups{margin-top:.875rem}
.groups>li{padding:.875rem 0;border-top:1px solid var(--line)}
.groups dl{display:flex;flex-wrap:wrap;gap:.125rem .75rem;margin-top:.25rem;font-size:.9375rem}
dt{width:max(6.25rem,(13rem - 100%)*999)}
dd{flex:1 calc(100% - 7.1rem)}
blockquote{padding-inline-start:1rem;border-inline-start:3px solid var(--edge);white-space:pre-wrap}
figcaption{margin-bottom:.5rem;font-size:.9375rem}
form>div{margin-bottom:1.25rem}
label{display:block;font-weight:550}
label span{font-weight:400}
.hint,.error{margin:0;line-height:1.45}
nav,footer,.hint,.error{font-size:.875rem}
.error{color:var(--bad);font-weight:550}
input,select,.button{display:block;width:100%;min-height:2.75rem;padding:.5rem .75rem;border:1px solid var(--edge);border-radius:.5rem;background:var(--card);color:var(--ink);font:inherit}
input,select{margin-top:.375rem}
select{appearance:none;padding-inline-end:2rem;background:conic-gradient(from -45deg at 50% 100%,var(--soft) 90deg,#0000 0) no-repeat right .875rem center/.75rem .375rem var(--card)}
[dir=rtl] select{background-position:left .875rem center}
[aria-invalid]{border-color:var(--bad);box-shadow:inset 0 0 0 1px var(--bad)}
.button{padding:min(.625rem,3vw);border-color:#0000;background:var(--accent);color:var(--label);text-align:center;text-decoration:none;cursor:pointer}
header,h2,strong,[aria-current],.button{font-weight:600}
.button:hover{opacity:.85}
form>.button{margin-top:1.75rem}
.actions>.button{margin:0}
.quiet{border-color:var(--edge);background:none;color:var(--ink)}
.actions{display:grid;gap:.75rem;margin-top:1.5rem}
.aside{margin-top:1rem;text-align:center}
.notice{margin-bottom:1.5rem;padding:.875rem 1rem;border:1px solid var(--bad);border-radius:.5rem;background:var(--wash)}
.notice h2,.onward h2{margin:0;font-size:1rem}
.onward h2{margin-bottom:.75rem}
.notice ul{margin-top:.25rem;padding-inline-start:1.125rem}
.notice a{color:var(--bad)}
.tick{display:block;width:2.75rem;margin-bottom:1rem;color:var(--good)}
.facts>*+*,section+section,.onward{margin-top:1.75rem}
${fonts}
:lang(ja),:lang(zh){line-break:strict}
:lang(ko),time{word-break:keep-all}
h1:is(:lang(ja),:lang(ko),:lang(zh),:lang(ar),:lang(he)){letter-spacing:0;line-height:1.35}
:lang(ja){word-break:auto-phrase}
:focus-visible,.notice:focus{outline:3px solid var(--accent);outline-offset:2px}
.notice:focus{outline-color:var(--bad)}
@media (min-width:30rem){.card{padding:2rem}h1{font-size:2rem}}
@media (min-width:56rem){header{padding-top:2.5rem}main{padding-top:3.5rem}.wide main{display:grid;grid-template-columns:1fr 26rem;gap:5rem;align-items:start}.wide .card{margin:0}.wide h1{font-size:2.5rem}}
@media (forced-colors:active){.mark{border:1px solid}[aria-invalid]{border-width:3px}}
@media print{:root{color-scheme:light}form,.actions,.wide .card,.mark,nav{display:none}body{display:block;background:none;color:#000}h1{font-size:1.5rem}.card{border:0;padding:0}}
`.replaceAll("\n", "");
