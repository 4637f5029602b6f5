import type { AppOnPage, ViewOnPage } from "../../protocol.ts";
import { Blocks } from "../blocks/block.tsx";
import { type Acting, SurfaceContext, surfaceAt } from "../surface.ts";

/** Draws the app's Home tab. */
export function Home({ view, opening, acting, app }: HomeProps) {
  if (!view)
    return (
      <div class="scroll empty">
        <p role="status">{opening ? "Loading…" : `${app.name} has nothing on its Home tab yet.`}</p>
      </div>
    );
  const surface = surfaceAt({ viewId: view.id }, acting, { ...view, version: view.hash });
  return (
    <div class="scroll home">
      <SurfaceContext.Provider value={surface}>
        <Blocks blocks={view.blocks} />
      </SurfaceContext.Provider>
    </div>
  );
}

interface HomeProps {
  view: ViewOnPage | undefined;
  opening: boolean;
  acting: Acting;
  app: AppOnPage;
}
