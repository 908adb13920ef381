import assert from "node:assert/strict";
import { test } from "node:test";
import { asAction, asSensor, asTemplate } from "../src/logic/copies.ts";
import { ago, isRounded, short, size, took } from "../src/logic/format.ts";
import { continued, drawn, lineOf, MOST_POINTS, MOST_SERIES } from "../src/logic/series.ts";
import { columnsOf, isTable, type Row, sortedBy } from "../src/logic/tables.ts";

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

test("a sensor has a name, an ID, and what its value is", () => {
  const sensor = asSensor(CALL, "Watts: now", true);
  assert.match(sensor, /name: "Watts: now"\n {8}unique_id: raw_watts_now/);
  assert.match(sensor, /is number/);
  assert.match(sensor, /state_class: measurement/);
  assert.match(asSensor(CALL, "Text", false), /is string/);
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
