// Where somebody is on the page, as it stands behind the `#` of its address.

export const TABS = ["read", "write", "record"] as const;
export type Tab = (typeof TABS)[number];

export interface Place {
  gateway: string;
  tab: Tab;
  endpoint: string;
}

/** Read a place; what makes no sense is left out. */
export function placeOf(hash: string): Place {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const endpoint = given.get("endpoint") ?? "";
  return {
    gateway: given.get("gateway") ?? "",
    tab: TABS.find((tab) => tab === given.get("tab")) ?? "read",
    endpoint: endpoint.startsWith("/") ? endpoint : "",
  };
}

/** Write a place. */
export function hashOf(place: Place): string {
  const parts = Object.entries(place).filter(([, value]) => value);
  return `#${new URLSearchParams(parts)}`;
}
