import type { ComponentChildren, VNode } from "preact";
import { renderToStaticMarkup } from "preact-render-to-string";
import { memo } from "../../locales/memo.ts";
import type { Sentence } from "../../locales/sentence.ts";
import type { Words } from "../../locales/words.ts";
import { faultText } from "../../services/users/detail-faults.ts";
import { type City, citiesByRegion, cityOf, timeZoneOf, utc } from "../../services/users/time-zones.ts";
import type { Reader } from "../reader.ts";
import { emptyForm, type FieldErrors, type FieldName, type TypedForm } from "../registration.ts";
import type { Notes } from "./notes.ts";
import { Notice, PageNotice, Say, untranslated } from "./phrases.tsx";

export interface RegistrationFormProps {
  /** The path it posts to. */
  path: string;
  /** Sending the same nonce again shows the same outcome. */
  nonce: string;
  typed: TypedForm;
  errors: FieldErrors;
  /** Nobody has submitted it yet, so the time zone may be guessed. */
  fresh: boolean;
  /** Why it is shown again although no field has an error. */
  notice?: Notes["notice"];
  reader: Reader;
}

/** The id of the form on its page, for buttons outside it. */
export const formId = "f";

/** The form that accepts the invite. */
export function RegistrationForm({ path, nonce, fresh, reader, notice, ...filled }: RegistrationFormProps) {
  const { words, query } = reader;
  const isBlank = fresh && filled.typed === emptyForm;
  const fields = isBlank
    ? freshFields(words)
    : renderToStaticMarkup(<Fields {...filled} fresh={fresh} words={words} />);
  return (
    <>
      <FormNotice errors={filled.errors} notice={notice} words={words} />
      <form
        id={formId}
        method="post"
        action={`${path}${query}`}
        noValidate
        dangerouslySetInnerHTML={{ __html: renderToStaticMarkup(<NonceField nonce={nonce} />) + fields }}
      />
    </>
  );
}

interface FieldsProps extends Pick<RegistrationFormProps, "typed" | "errors" | "fresh"> {
  words: Words;
}

function Fields({ typed, errors, fresh, words }: FieldsProps) {
  const { details, pages } = words;
  const filled = { typed, errors, words };
  const example = (
    <bdi {...untranslated} dir="ltr">
      {"+44\u00a020\u00a07946\u00a00958"}
    </bdi>
  );
  return (
    <>
      {/* They are written to in the language they register in. */}
      <input type="hidden" name="language" value={words.language.code} autocomplete="off" />
      <TextField name="name" label={details.name} autocomplete="name" required {...filled} />
      <TextField name="title" label={details.title} autocomplete="organization-title" {...filled} />
      <TextField
        name="phone"
        label={details.phone}
        hint={details.phoneHint({ example })}
        inputMode="tel"
        autocomplete="tel"
        {...filled}
      />
      <Field
        name="timeZone"
        label={details.timeZone}
        hint={details.timeZoneHint}
        errors={errors}
        words={words}
      >
        <select
          {...control("timeZone", errors, true)}
          data-guess={fresh ? "" : undefined}
          {...untranslated}
          dangerouslySetInnerHTML={{ __html: timeZoneOptions(typed.timeZone) }}
        />
      </Field>
      <button class="button" type="submit">
        {pages.accept}
      </button>
    </>
  );
}

/** Holds the nonce. Browsers that refill forms after a reload leave it alone. */
export function NonceField({ nonce }: { nonce: string }) {
  return <input type="hidden" name="nonce" value={nonce} autocomplete="off" />;
}

function FormNotice({
  errors,
  notice,
  words,
}: Pick<RegistrationFormProps, "errors" | "notice"> & { words: Words }) {
  const faults = Object.entries(errors);
  if (faults.length > 0)
    return (
      <Notice>
        <h2>{words.pages.notRegistered}</h2>
        <ul>
          {faults.map(([name, error]) => (
            <li key={name}>
              <a href={`#${name}`}>{faultText(error, words)}</a>
            </li>
          ))}
        </ul>
      </Notice>
    );
  return <PageNotice notice={notice} words={words} />;
}

interface FieldProps {
  name: FieldName;
  label: string;
  hint?: string | Sentence<VNode>;
  errors: FieldErrors;
  words: Words;
}

function Field({
  name,
  label,
  hint,
  errors,
  words,
  required,
  children,
}: FieldProps & { required?: boolean; children: ComponentChildren }) {
  return (
    <div>
      <label for={name}>
        {label} {!required && name !== "timeZone" && <span>{words.pages.optional}</span>}
      </label>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          <Say of={hint} />
        </p>
      )}
      {errors[name] && (
        <p class="error" id={`${name}-error`}>
          {faultText(errors[name], words)}
        </p>
      )}
      {children}
    </div>
  );
}

interface TextFieldProps extends FieldProps {
  typed: TypedForm;
  autocomplete: string;
  inputMode?: "tel";
  required?: boolean;
}

function TextField({ inputMode, autocomplete, required = false, typed, ...field }: TextFieldProps) {
  const { name, hint, errors } = field;
  return (
    <Field {...field} required={required}>
      <input
        {...control(name, errors, hint !== undefined)}
        inputMode={inputMode}
        value={typed[name]}
        autocomplete={autocomplete}
        required={required}
        dir="auto"
      />
    </Field>
  );
}

/** Returns the attributes that tie a control to its label, hint and error. */
function control(name: FieldName, errors: FieldErrors, hinted: boolean) {
  const described = [...(hinted ? [`${name}-hint`] : []), ...(errors[name] ? [`${name}-error`] : [])];
  return {
    id: name,
    name,
    ...(described.length > 0 && { "aria-describedby": described.join(" ") }),
    ...(errors[name] && { "aria-invalid": "true" as const }),
  };
}

const beginning = ({ value }: City) => `<option value=${value}`;
const option = (city: City) => `${beginning(city)}>${city.label}`;

/**
 * The options, none selected. Each has a value of its own, since a browser's translation changes the text. HTML needs
 * neither quotes nor end tags here, which saves a third of the page.
 */
const options = memo(() =>
  [
    option(utc),
    ...citiesByRegion().map(([region, cities]) => `<optgroup label=${region}>${cities.map(option).join("")}`),
  ].join(""),
);

function timeZoneOptions(chosen: string): string {
  const zone = timeZoneOf(chosen);
  const city = zone === null ? undefined : cityOf(zone);
  if (city) return options().replace(`${beginning(city)}>`, `${beginning(city)} selected>`);
  const unlisted = (
    <option value={chosen} selected>
      {chosen}
    </option>
  );
  return renderToStaticMarkup(unlisted) + options();
}

/** By language: the empty fields, drawn once. */
const drawn = new Map<string, string>();

function freshFields(words: Words): string {
  const { code } = words.language;
  const fields =
    drawn.get(code) ?? renderToStaticMarkup(<Fields typed={emptyForm} errors={{}} fresh words={words} />);
  drawn.set(code, fields);
  return fields;
}
