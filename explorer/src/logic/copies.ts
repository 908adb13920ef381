// What a person takes along: an action, a sensor, a template. JSON's texts are texts of
// YAML and of templates, too, so whatever a gateway says stays within its quotes.

import type { Json } from "./types.ts";

const DOMAIN = "enphase_envoy_raw_data";

export interface ReadCall {
  entryId: string;
  endpoint: string;
  select: string;
  parseXml: boolean;
}

/** A text in quotes, for YAML. */
export function quoted(text: string): string {
  // YAML ends lines at these, JSON doesn't.
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (letter) => {
    return `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function plain(text: string): string {
  return /^[A-Za-z0-9_/][A-Za-z0-9_./]*$/.test(text) && !/^[\d.]+$/.test(text)
    ? text
    : quoted(text);
}

/** A text in quotes, for a template; what would end one is written as a number. */
function inTemplate(text: string): string {
  return quoted(text).replace(/[{}%#]/g, (letter) => {
    return `\\x${letter.charCodeAt(0).toString(16)}`;
  });
}

function fieldsOf(call: ReadCall): string[] {
  return [
    `config_entry_id: ${plain(call.entryId)}`,
    `endpoint: ${plain(call.endpoint)}`,
    ...(call.select ? [`select: ${quoted(call.select)}`] : []),
    ...(call.parseXml ? ["parse_xml: true"] : []),
  ];
}

/** The read as a step of an automation or script. */
export function asAction(call: ReadCall): string {
  const fields = fieldsOf(call).map((field) => `  ${field}`);
  return `action: ${DOMAIN}.read_data\ndata:\n${fields.join("\n")}\nresponse_variable: reply\n`;
}

/** What uses the reply of that step. */
export function asTemplate(call: ReadCall): string {
  return `{{ reply[${inTemplate(call.endpoint)}] }}\n`;
}

/** Whether a value can be the state of a sensor: Home Assistant keeps 255 characters. */
export function fitsSensor(value: Json): boolean {
  return typeof value === "object" ? false : String(value).length <= 255;
}

/** A template sensor for configuration.yaml, of the kind that docs/recipes.md explains. */
export function asSensor(call: ReadCall, name: string, value: Json): string {
  const fields = fieldsOf(call).map((field) => `          ${field}`);
  const at = inTemplate(call.endpoint);
  const isNumber = typeof value === "number";
  const kind = isNumber || typeof value === "boolean" ? typeof value : "string";
  const id = `raw_${name.toLowerCase().replace(/[^a-z0-9]+/g, "_")}`.slice(0, 60);
  return `template:
  - triggers:
      - trigger: time_pattern
        minutes: /15
    variables:
      reply: {}
    actions:
      - action: ${DOMAIN}.read_data
        continue_on_error: true
        data:
${fields.join("\n")}
          continue_on_error: true
        response_variable: reply
    sensor:
      - name: ${quoted(name)}
        unique_id: ${id}
        state: >-
          {{ reply[${at}] }}
        availability: >-
          {{ reply.get(${at}) is ${kind} }}
${isNumber ? "        state_class: measurement\n" : ""}`;
}
