import type { Control } from "../../../block-kit/elements.ts";
import { useHeld, useSurface } from "../surface.ts";
import type { ControlProps } from "./naming.ts";

type FileControl = Extract<Control, { type: "file_input" }>;

/** Draws a field for a file. */
export function FileInput({ control, blockId, naming }: ControlProps<FileControl>) {
  const surface = useSurface();
  const [held] = useHeld(control, blockId);
  const attach = async (file: File | undefined) => {
    if (!file) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    const content = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    await surface.attach(control, blockId, { name: file.name, content });
  };
  const names = (held.files ?? []).map(({ name }) => name).join(", ");
  return (
    <div class="file">
      <input
        {...naming}
        type="file"
        accept={control.filetypes?.map((type) => `.${type}`).join(",")}
        onChange={({ currentTarget }) => void attach(currentTarget.files?.[0])}
      />
      {names && <span class="soft">{names}</span>}
    </div>
  );
}
