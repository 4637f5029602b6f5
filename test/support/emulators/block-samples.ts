/** Creates plain text of some length. */
export const text = (length: number) => ({ type: "plain_text", text: "x".repeat(length) });

/** Creates a string of some length. */
export const letters = (length: number) => "x".repeat(length);

/** Repeats something in a list. */
export const times = <T>(count: number, item: T) => Array.from({ length: count }, () => item);

/** Creates a list of different options. */
export const options = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    text: { type: "plain_text", text: `o${index}` },
    value: `o${index}`,
  }));

/** Creates a section. */
export const section = (more: object = {}) => ({ type: "section", text: text(1), ...more });

/** Creates a button. */
export const button = (more: object = {}) => ({ type: "button", text: text(1), ...more });

/** Creates a confirmation dialog. */
export const confirmation = (more: object = {}) => ({
  title: text(1),
  text: text(1),
  confirm: text(1),
  deny: text(1),
  ...more,
});

/** Creates a select menu. */
export const menu = (more: object = {}) => ({ type: "static_select", options: options(2), ...more });

/** Creates a text field. */
export const field = (more: object = {}) => ({ type: "plain_text_input", ...more });

/** Creates an input block. */
export const input = (element: object, more: object = {}) => ({
  type: "input",
  label: text(1),
  element,
  ...more,
});

/** Creates a modal with these blocks. */
export const modal = (blocks: object[], more: object = {}) => ({
  type: "modal",
  title: text(1),
  submit: text(1),
  close: text(1),
  blocks,
  ...more,
});

/** Creates a modal with one section that has this accessory. */
export const beside = (accessory: object) => modal([section({ accessory })]);

/** Creates a modal with this input. */
export const asking = (element: object) => modal([input(element)]);

/** Creates a message with these blocks. */
export const message = (blocks: object[]) => ({ text: "x", blocks });
