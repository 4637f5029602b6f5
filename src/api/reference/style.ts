import { style as common } from "../../web/pages/style.ts";

/** The reference's stylesheet: that of all pages, and its own additions. */
export const style =
  common +
  `
:root{--get:#1f6f47;--post:#3b3fb6;--change:#8a5300;--delete:#b3221a}
@media screen and (prefers-color-scheme:dark){:root{--get:#6fd39f;--post:#a8b1ff;--change:#f0bd6a;--delete:#ff9c92}}
html{scroll-padding-top:1rem}
.wide main{display:block}
article{min-width:0}
nav{margin-bottom:2.5rem;font-size:.9375rem;line-height:1.4}
nav a{display:block;padding:.25rem 0;color:var(--ink);text-decoration:none}
nav a:hover{text-decoration:underline}
nav>a,nav div>a{font-weight:600}
nav div{margin:.5rem 0}
nav ul{padding:0;list-style:none}
nav li a{color:var(--soft)}
.lead{font-size:1.125rem;color:var(--soft)}
.wide h1{margin-bottom:.75rem}
article>section+section{margin-top:3.5rem}
article>section>h2{margin-bottom:.5rem;font-size:1.5rem;line-height:1.25;letter-spacing:-.01em;font-weight:650}
section>.card{margin-top:1.25rem}
.wide .card{margin-top:1.25rem}
h3{margin:0 0 .5rem;font-size:1.125rem;line-height:1.35;font-weight:600}
h4{margin:1.5rem 0 .5rem;font-size:.875rem;font-weight:600;color:var(--soft)}
code,pre{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
p>code,h3>code{padding:.0625rem .25rem;border-radius:.25rem;background:var(--card);box-shadow:inset 0 0 0 1px var(--line)}
.card p>code{background:var(--page)}
pre{margin:1rem 0;padding:.875rem 1rem;border:1px solid var(--line);border-radius:.5rem;background:var(--page);white-space:pre-wrap}
article>section>pre{background:var(--card)}
.path{margin-bottom:.75rem}
.method{display:inline-block;min-width:4.25rem;margin-right:.375rem;padding:.0625rem .5rem;border:1px solid;border-radius:.375rem;font-size:.75rem;font-weight:650;line-height:1.5;text-align:center;letter-spacing:.02em}
.get{color:var(--get)}.post{color:var(--post)}.put,.patch{color:var(--change)}.delete{color:var(--delete)}
.fields>div{padding:.625rem 0;border-top:1px solid var(--line)}
.fields>div:last-child{padding-bottom:0}
.fields>div:first-child:not(.card>div){border-top:0;padding-top:0}
.fields.card>div:first-child{border-top:0;padding-top:0}
p+.fields{margin-top:.75rem}
.fields dt{color:var(--ink)}
.fields dt>code{font-weight:600}
.fields .fields{margin-top:.5rem;padding-inline-start:1rem;border-inline-start:2px solid var(--line)}
.type,.optional,.limits{color:var(--soft);font-size:.875rem}
.optional::before{content:"\\00b7";margin:0 .375rem}
.limits{margin-top:.125rem}
.answer+.answer,.answer+.limits{margin-top:.75rem}
.answer>.fields{margin-top:.5rem;padding-inline-start:1rem;border-inline-start:2px solid var(--line)}
details{margin-top:1.25rem}
summary{cursor:pointer;color:var(--soft);font-size:.875rem;font-weight:600}
:target{scroll-margin-top:1rem}
.card:target{border-color:var(--accent)}
@media (min-width:56rem){.wide main{display:grid;grid-template-columns:13rem minmax(0,1fr);gap:3.5rem;align-items:start}nav{position:sticky;top:1.5rem;max-height:calc(100vh - 3rem);margin:0;overflow-y:auto}}
@media (max-width:55.99rem){nav ul{display:none}nav{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}nav div{margin:0}}
@media print{nav,details{display:none}.wide .card{display:block;border:1px solid #ccc;padding:1rem}}
`.replaceAll("\n", "");
