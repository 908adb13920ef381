// Numbers and times as a person reads them, in their language.

import type { Json } from "./types.ts";

/** A value on one line, as short as asked for. */
export function short(value: Json | undefined, most = 80): string {
  if (value === undefined) {
    return "";
  }
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** Whether a number has more digits than the page could keep. */
export function isRounded(value: Json | undefined): boolean {
  return typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER;
}

/** A size. */
export function size(bytes: number, language: string): string {
  const [unit, divisor] =
    bytes < 1000 ? ["byte", 1] : bytes < 1e6 ? ["kilobyte", 1000] : ["megabyte", 1e6];
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: String(unit),
    unitDisplay: "short",
    maximumFractionDigits: 1,
  }).format(bytes / Number(divisor));
}

/** A time that something took. */
export function took(seconds: number, language: string): string {
  const milliseconds = seconds < 1;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: milliseconds ? "millisecond" : "second",
    maximumFractionDigits: milliseconds ? 0 : 1,
  }).format(milliseconds ? seconds * 1000 : seconds);
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** How long ago something was. */
export function ago(at: string, now: number, language: string): string {
  const seconds = (Date.parse(at) - now) / 1000;
  const [unit, length] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? ["second", 1];
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  return format.format(Math.round(seconds / length), unit);
}

/** A moment. */
export function moment(at: string, language: string): string {
  return new Date(at).toLocaleString(language, { dateStyle: "medium", timeStyle: "medium" });
}
