import assert from "node:assert/strict";
import { test } from "node:test";
import { grouped, inForce, isLocked, knownAt, ownPath, plain, type Wanted } from "../src/logic/endpoints.ts";
import { hashOf, placeOf } from "../src/logic/place.ts";
import type { Catalogue, Endpoint, Gateway } from "../src/logic/types.ts";

function endpoint(path: string, name: string, more: Partial<Endpoint> = {}): Endpoint {
  return {
    path,
    endpoint: path.includes("{") ? null : path,
    name,
    about: "",
    topic: "production",
    role: null,
    role_note: null,
    readable: true,
    probable: true,
    returns: "json",
    slow: 0,
    starts: null,
    firmware: null,
    write: null,
    ...more,
  };
}

const WRITE = {
  methods: ["PUT"],
  effect: "",
  risk: "low" as const,
  reason: "",
  content: "default",
  locked: true,
  locked_page: "/admin/lib/dba.json",
  examples: {},
  choices: {},
  own: [],
  as_shown: true,
};

const CATALOGUE: Catalogue = {
  topics: ["production", "storage", "grid"],
  endpoints: [
    endpoint("/b", "Baterías", { topic: "storage", write: WRITE }),
    endpoint("/a", "Power"),
    endpoint("/w", "Only written", { readable: false, write: WRITE }),
    endpoint("/x/{eid}", "One"),
  ],
};

const GATEWAY: Gateway = {
  id: "01",
  title: "Envoy",
  serial: null,
  recording: false,
  rehearsing: false,
  state: "loaded",
  reason: null,
  firmware: null,
  account: null,
  who_may_send: "administrators",
  opened_pages: [],
  allowed_endpoints: [],
  probe: { at: "", firmware: "", account: "", answers: { "/a": true, "/b": false } },
};

const ALL: Wanted = {
  text: "",
  found: null,
  answersOnly: false,
  writableOnly: false,
  toWrite: false,
};

function paths(wanted: Partial<Wanted>): string[] {
  const groups = grouped(CATALOGUE, GATEWAY, { ...ALL, ...wanted });
  return groups.flatMap((group) => group.endpoints.map((known) => known.path));
}

test("endpoints stand by topic, and empty topics are left out", () => {
  const groups = grouped(CATALOGUE, GATEWAY, ALL);
  assert.deepEqual(
    groups.map((group) => group.topic),
    ["production", "storage"],
  );
  assert.deepEqual(paths({}), ["/a", "/x/{eid}", "/b"]);
});

test("marks narrow the list", () => {
  assert.deepEqual(paths({ answersOnly: true }), ["/a"]);
  assert.deepEqual(paths({ writableOnly: true }), ["/b"]);
  assert.deepEqual(paths({ toWrite: true }), ["/w", "/b"]);
});

test("names are found without accents, and what the integration has found", () => {
  assert.equal(plain("Baterías ÜBER"), "baterias uber");
  assert.deepEqual(paths({ text: "BATERIAS" }), ["/b"]);
  assert.deepEqual(paths({ text: "akku", found: new Set(["/b"]) }), ["/b"]);
  assert.deepEqual(paths({ text: "akku" }), []);
});

test("an endpoint is known with its question, too", () => {
  assert.equal(knownAt(CATALOGUE, "/a?x=1")?.name, "Power");
  assert.equal(knownAt(CATALOGUE, "/nobody"), undefined);
  assert.equal(knownAt(undefined, "/a"), undefined);
});

test("an own path is offered if nobody knows it", () => {
  assert.equal(ownPath(CATALOGUE, " /mine/x "), "/mine/x");
  assert.equal(ownPath(CATALOGUE, "/a"), null);
  assert.equal(ownPath(CATALOGUE, "/with space"), null);
  assert.equal(ownPath(CATALOGUE, "battery"), null);
});

test("a page is locked until the owner has opened it", () => {
  const [battery] = CATALOGUE.endpoints;
  assert.ok(battery);
  assert.equal(isLocked(GATEWAY, battery), true);
  assert.equal(isLocked({ ...GATEWAY, opened_pages: ["/admin/lib/dba.json"] }, battery), false);
});

test("a place survives its address, and nonsense is left out", () => {
  const place = { gateway: "01", tab: "write" as const, endpoint: "/ivp/ss/dpel?a=b&c" };
  assert.deepEqual(placeOf(hashOf(place)), place);
  assert.deepEqual(placeOf("#tab=evil&endpoint=javascript:alert(1)"), {
    gateway: "",
    tab: "read",
    endpoint: "",
  });
});

test("a box that can't be cleared hides nothing", () => {
  const wanted: Wanted = {
    text: "",
    found: null,
    answersOnly: true,
    writableOnly: true,
    toWrite: false,
  };
  const { probe, ...rest } = GATEWAY;
  assert.ok(probe);
  assert.equal(inForce(wanted, GATEWAY).answersOnly, true);
  assert.equal(inForce(wanted, GATEWAY).writableOnly, true);
  assert.equal(inForce(wanted, { ...rest, probe: null }).answersOnly, false);
  assert.equal(inForce({ ...wanted, toWrite: true }, GATEWAY).writableOnly, false);
});
