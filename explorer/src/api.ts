// All that the page asks Home Assistant for: our actions over its own connection, and
// what those can't do. There is no other way from here to a gateway.

import type { Catalogue, Failure, Gateway, Hass, ProbeEvent, Progress, Say } from "./logic/types.ts";

export const DOMAIN = "enphase_envoy_raw_data";

type End = () => void;

export class Api {
  private readonly hass: () => Hass;

  constructor(hass: () => Hass) {
    this.hass = hass;
  }

  /** Call one of our actions and return its reply. */
  async act<T>(service: string, data: Record<string, unknown>): Promise<T> {
    const result = await this.hass().callWS<{ response: T }>({
      type: "call_service",
      domain: DOMAIN,
      service,
      service_data: data,
      return_response: true,
    });
    return result.response;
  }

  catalogue(language: string): Promise<Catalogue> {
    return this.hass().callWS({ type: `${DOMAIN}/catalogue`, language });
  }

  async search(text: string): Promise<Set<string>> {
    const type = `${DOMAIN}/search`;
    const result = await this.hass().callWS<{ paths: string[] }>({ type, text });
    return new Set(result.paths);
  }

  follow(tell: (gateways: Gateway[]) => void): Promise<End> {
    return this.subscribe<{ gateways: Gateway[] }>(
      (event) => tell(event.gateways),
      { type: `${DOMAIN}/gateways` },
      true,
    );
  }

  probe(entryId: string, tell: (event: ProbeEvent) => void): Promise<End> {
    return this.subscribe(tell, { type: `${DOMAIN}/probe`, entry_id: entryId }, false);
  }

  /** Follow how far the recording of a gateway is. */
  recording(entryId: string, tell: (progress: Progress) => void): Promise<End> {
    return this.subscribe(tell, { type: `${DOMAIN}/recording`, entry_id: entryId }, false);
  }

  private async subscribe<T>(
    tell: (event: T) => void,
    message: Record<string, unknown>,
    resubscribe: boolean,
  ): Promise<End> {
    const { connection } = this.hass();
    const end = await connection.subscribeMessage<T>(tell, message, { resubscribe });
    // Nobody is told once the connection is gone: then there is nothing to end.
    return () => void end().catch(() => undefined);
  }
}

// What Home Assistant's own client reports of itself: the number of a lost connection.
const LOST = 3;

/** Whether the connection broke off under way; what was asked may be done all the same. */
export function brokeOff(failure: unknown): boolean {
  return (failure as { error?: Failure } | null)?.error?.code === LOST;
}

/** What an error says, in the person's language where that is known. */
export function wordsOf(failure: unknown, hass: Hass, say: Say): string {
  if (failure === LOST || brokeOff(failure)) {
    return say(failure === LOST ? "connection_lost" : "connection_broke");
  }
  const { message, translation_key, translation_domain, translation_placeholders } = (failure ??
    {}) as Failure;
  const domain = translation_domain ?? DOMAIN;
  const words =
    translation_key &&
    hass.localize(
      `component.${domain}.exceptions.${translation_key}.message`,
      translation_placeholders ?? {},
    );
  return words || message || say("failed");
}
