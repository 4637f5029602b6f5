import type { Block } from "../../../block-kit/blocks.ts";
import { Control } from "../controls/control.tsx";
import { Text } from "../text/text.tsx";
import { Picture } from "./picture.tsx";

type CardBlock = Extract<Block, { type: "card" }>;

/** Draws a card: picture, icon, title, subtitle, text and buttons, whichever it has. */
export function Card({ block }: { block: CardBlock }) {
  const { hero_image: hero, icon, title, subtitle, body, actions } = block;
  return (
    <div class="block-card">
      {hero && <Picture image={hero} className="banner" />}
      <div class="card-head">
        {icon && <Picture image={icon} className="icon" />}
        <div>
          {title && (
            <p class="card-title">
              <Text of={title} />
            </p>
          )}
          {subtitle && (
            <p class="soft">
              <Text of={subtitle} />
            </p>
          )}
        </div>
      </div>
      {body && (
        <div class="text">
          <Text of={body} />
        </div>
      )}
      {actions && (
        <div class="block-actions">
          {actions.map((control) => (
            <Control key={control.action_id} control={control} blockId={block.block_id ?? ""} naming={{}} />
          ))}
        </div>
      )}
    </div>
  );
}
