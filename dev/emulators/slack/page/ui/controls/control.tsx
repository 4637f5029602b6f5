import type { Control as ControlOf } from "../../../block-kit/elements.ts";
import { Button } from "./button.tsx";
import { Choices } from "./choices.tsx";
import { DateInput } from "./date-input.tsx";
import { ExternalSelect } from "./external-select.tsx";
import { FileInput } from "./file-input.tsx";
import type { Naming } from "./naming.ts";
import { Overflow } from "./overflow.tsx";
import { PeopleSelect } from "./people-select.tsx";
import { StaticSelect } from "./static-select.tsx";
import { TextInput } from "./text-input.tsx";

/** Draws anything that can be pressed, filled in or chosen from. */
export function Control({ control, blockId, naming, optional = false }: AnyControlProps) {
  const at = { blockId, naming };
  switch (control.type) {
    case "button":
      return <Button control={control} blockId={blockId} />;
    case "overflow":
      return <Overflow control={control} {...at} />;
    case "static_select":
    case "multi_static_select":
      return <StaticSelect control={control} {...at} optional={optional} />;
    case "external_select":
    case "multi_external_select":
      return <ExternalSelect control={control} {...at} optional={optional} />;
    case "users_select":
    case "multi_users_select":
      return <PeopleSelect control={control} {...at} optional={optional} />;
    case "checkboxes":
    case "radio_buttons":
      return <Choices control={control} {...at} />;
    case "file_input":
      return <FileInput control={control} {...at} />;
    case "datepicker":
    case "timepicker":
    case "datetimepicker":
      return <DateInput control={control} {...at} />;
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input":
      return <TextInput control={control} {...at} />;
    default:
      return <em class="soft">({control.type} is not drawn here)</em>;
  }
}

interface AnyControlProps {
  control: ControlOf;
  blockId: string;
  naming: Naming;
  optional?: boolean;
}
