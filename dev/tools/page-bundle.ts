import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** A page's script and style, ready for a browser. */
export interface Bundle {
  script: string;
  style: string;
}

/** Bundles a page's script and style from their sources, each into one file. */
export async function bundled(script: URL, style: URL): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: { script: fileURLToPath(script), style: fileURLToPath(style) },
    bundle: true,
    write: false,
    outdir: "/",
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
  });
  const [first = "", second = ""] = outputFiles.map(({ text }) => text);
  return { script: first, style: second };
}
