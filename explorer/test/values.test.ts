import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { asAction, asSensor, asTemplate, fitsSensor } from "../src/logic/copies.ts";
import { ago, isRounded, short, size, took } from "../src/logic/format.ts";
import { continued, drawn, lineOf, MOST_POINTS, MOST_SERIES } from "../src/logic/series.ts";
import { columnsOf, hiddenColumns, isTable, MOST_COLUMNS, type Row, sortedBy } from "../src/logic/tables.ts";

const CALL = { entryId: "01ABC", endpoint: "/api/v1/production", select: "wattsNow", parseXml: false };

test("an action is YAML", () => {
  assert.equal(
    asAction(CALL),
    "action: enphase_envoy_raw_data.read_data\ndata:\n  config_entry_id: 01ABC\n" +
      '  endpoint: /api/v1/production\n  select: "wattsNow"\nresponse_variable: reply\n',
  );
});

test("what a gateway says stays within its quotes", () => {
  const evil = '"x\\"\n- action: shell_command.x {{ states() }}\u0085\u2028';
  const action = asAction({ ...CALL, select: evil, parseXml: true });
  assert.equal(action.split("\n").length, 8);
  assert.match(action, /select: "\\"x.*\\u0085\\u2028"/);
  assert.match(action, /parse_xml: true/);
  const template = asTemplate({ ...CALL, endpoint: '/x"]}}{% evil %}' });
  assert.equal(template, '{{ reply["/x\\"]\\x7d\\x7d\\x7b\\x25 evil \\x25\\x7d"] }}\n');
});

// What is taken along here is what tests/integration/explorer/test_copies.py runs in a
// Home Assistant.
function taken(name: string): string {
  return readFileSync(new URL(`taken/${name}.yaml`, import.meta.url), "utf8");
}

test("a sensor has a name, an ID, and what its value is", () => {
  const call = { ...CALL, entryId: "ENTRY" };
  assert.equal(asSensor(call, "Watts: now", 30.5), taken("number"));
  const info = { ...call, endpoint: "/info", parseXml: true };
  const text = { ...info, select: "envoy_info.device.software" };
  assert.equal(asSensor(text, "Software", "D8"), taken("text"));
  const power = { ...call, endpoint: "/ivp/mod/603980032/mode/power", select: "powerForcedOff" };
  assert.equal(asSensor(power, "Off", false), taken("boolean"));
  assert.equal(asAction(call) + `template: ${JSON.stringify(asTemplate(call))}\n`, taken("read"));
});

test("a sensor takes one short value", () => {
  for (const value of [0, "", true, "x".repeat(255)]) {
    assert.equal(fitsSensor(value), true);
  }
  for (const value of [null, [], { a: 1 }, "x".repeat(256)]) {
    assert.equal(fitsSensor(value), false);
  }
});

test("numbers come before texts, and nothing comes last", () => {
  const rows: Row[] = [{ a: "10" }, { a: 2 }, {}, { a: 1 }, { a: "9" }];
  assert.deepEqual(sortedBy(rows, "a", false), [3, 1, 4, 0, 2]);
  assert.deepEqual(sortedBy(rows, "a", true), [1, 3, 0, 4, 2]);
});

test("a table is a list of objects", () => {
  assert.equal(isTable([{ a: 1 }]), true);
  assert.equal(isTable([]), false);
  assert.equal(isTable([1]), false);
  assert.equal(isTable({ a: 1 }), false);
  assert.deepEqual(columnsOf([{ b: 1 }, { a: 1, b: 2 }]), ["b", "a"]);
});

test("numbers are followed by name, and bounded", () => {
  let series = continued([], { a: 1, b: [{ c: 2 }], d: "text" }, 0);
  assert.deepEqual(
    series.map((one) => one.name),
    ["a", "b[0].c"],
  );
  for (let at = 1; at < MOST_POINTS + 10; at += 1) {
    series = continued(series, { a: 1, b: [{ c: at }] }, at);
  }
  assert.equal(series[0]?.points.length, MOST_POINTS);
  assert.deepEqual(
    drawn(series).map((one) => one.name),
    ["b[0].c"],
  );
  assert.equal(drawn(continued([], [1, 2, 3, 4, 5, 6], 0)).length, 4);
  const many = continued([], Array.from({ length: 100_000 }, (_, index) => index), 0);
  assert.equal(many.length, MOST_SERIES);
  assert.deepEqual(continued([], 7, 0)[0]?.name, "@");
});

test("a line fits into its box", () => {
  const points = [
    { at: 0, value: 10 },
    { at: 5, value: 20 },
    { at: 10, value: 15 },
  ];
  assert.equal(lineOf(points, 100, 50), "0.0,50.0 50.0,0.0 100.0,25.0");
  assert.equal(lineOf([{ at: 3, value: 1 }], 100, 50), "0.0,25.0");
});

test("sizes, times and values read well", () => {
  assert.equal(size(12_345, "en"), "12.3 kB");
  assert.equal(took(0.084, "en"), "84 ms");
  assert.equal(took(2.34, "de"), "2,3 Sek.");
  assert.equal(ago("2026-01-01T00:00:00Z", Date.parse("2026-01-01T00:12:10Z"), "en"), "12 minutes ago");
  assert.equal(short("a".repeat(100), 10), `${"a".repeat(9)}…`);
  assert.equal(short({ a: 1 }), '{"a":1}');
  assert.equal(short(undefined), "");
  assert.equal(isRounded(2 ** 60), true);
  assert.equal(isRounded(122330080007), false);
});

test("columns that don't fit are counted", () => {
  const row: Row = Object.fromEntries(Array.from({ length: 45 }, (_, n) => [`c${n}`, n]));
  assert.equal(columnsOf([row]).length, MOST_COLUMNS);
  assert.equal(hiddenColumns([row]), 45 - MOST_COLUMNS);
  assert.equal(hiddenColumns([{ a: 1 }, { b: 2 }]), 0);
});
