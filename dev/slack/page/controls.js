import { element, textOf } from "/text.js";

/** Draws anything that can be pressed, filled in or chosen from. */
export function drawControl(control, blockId, surface) {
  const held = surface.inputs[blockId]?.[control.action_id] ?? {};
  const enter = (value) => surface.enter(control, blockId, value);
  const press = (action) => surface.press(control, blockId, action);
  switch (control.type) {
    case "button":
      return button(control, press);
    case "overflow":
      return overflow(control, press);
    case "static_select":
      return menu(optionsOf(control), [held.selected_option?.value], (chosen) =>
        enter({ selected_option: chosen[0] ?? null }),
      );
    case "multi_static_select":
      return several(optionsOf(control), held.selected_options, "checkbox", surface, (chosen) =>
        enter({ selected_options: chosen }),
      );
    case "checkboxes":
      return several(control.options, held.selected_options, "checkbox", surface, (chosen) =>
        enter({ selected_options: chosen }),
      );
    case "radio_buttons":
      return several(
        control.options,
        held.selected_option ? [held.selected_option] : [],
        "radio",
        surface,
        (chosen) => enter({ selected_option: chosen[0] ?? null }),
      );
    case "users_select":
      return menu(asOptions(surface.people), [held.selected_user], (chosen) =>
        enter({ selected_user: chosen[0]?.value ?? null }),
      );
    case "datepicker":
      return typed("date", held.selected_date, (value) => enter({ selected_date: value }));
    case "timepicker":
      return typed("time", held.selected_time, (value) => enter({ selected_time: value }));
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input": {
      const field = typed(control.multiline ? "textarea" : "text", held.value, (value) => enter({ value }));
      field.placeholder = control.placeholder?.text ?? "";
      return field;
    }
    default:
      return element("span", `(${control.type})`);
  }
}

function button(control, press) {
  const { text, value, style, accessibility_label: label } = control;
  const drawn = element("button", text.text, style ?? "");
  if (label) drawn.setAttribute("aria-label", label);
  drawn.onclick = () => press({ text, ...(value === undefined ? {} : { value }) });
  return drawn;
}

function overflow(control, press) {
  const drawn = menu(control.options, [], (chosen) => {
    drawn.value = "";
    press({ selected_option: chosen[0] });
  });
  drawn.firstChild.textContent = "…";
  drawn.setAttribute("aria-label", "More");
  return drawn;
}

function menu(options, values, choose) {
  const blank = element("option", "Choose…");
  blank.value = "";
  const drawn = element("select", [
    blank,
    ...options.map((option) => {
      const item = element("option", option.text.text);
      item.value = option.value;
      item.selected = values.includes(option.value);
      return item;
    }),
  ]);
  drawn.onchange = () => choose(options.filter((option) => option.value === drawn.value));
  return drawn;
}

function several(options, chosen = [], type, surface, choose) {
  const name = `choice-${Math.random()}`;
  const boxes = options.map((option) => {
    const box = element("input");
    box.type = type;
    box.name = name;
    box.checked = chosen.some((one) => one.value === option.value);
    box.onchange = () => choose(options.filter((_, index) => boxes[index].checked));
    return box;
  });
  const group = element(
    "div",
    options.map((option, index) =>
      element("div", [element("label", [boxes[index], " ", textOf(option.text, surface.names, "span")])]),
    ),
  );
  group.setAttribute("role", "group");
  return group;
}

function typed(type, value, enter) {
  const field = element(type === "textarea" ? "textarea" : "input");
  if (type !== "textarea") field.type = type;
  else field.rows = 4;
  field.value = value ?? "";
  field.onchange = () => enter(field.value || null);
  return field;
}

const optionsOf = (control) => control.options ?? control.option_groups.flatMap((group) => group.options);
const asOptions = (people) => people.map(({ id, name }) => ({ text: { text: name }, value: id }));
