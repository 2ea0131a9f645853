import { sql } from 'kysely';
import { noticeTopics, type notices, type NoticeTopic } from '#contracts/identity/schemas';
import type { Read } from '#kernel/database';
import { preferencesOf } from './account.ts';
import { parseEntitlement } from './entitlement.ts';
import { tables } from './tables.ts';
import { terms } from './terms.ts';

/** What the desk knows of a person who orders. */
export interface PersonCard {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** The subject by which their first identity provider knows them; empty where there is none. */
  readonly uid: string;
  readonly institution: string;
  readonly country: string;
  /** The assurance that the identity provider vouches for, as its last part: `cappuccino`. */
  readonly assurance: string;
  /** Groups of the person's entitlements: names of VOs. */
  readonly groups: readonly string[];
  readonly createdAt: string;
  /** Has accepted the terms of use in force. */
  readonly acceptedTerms: boolean;
  /** Kinds of news that the person reads on the page and does not want by mail. */
  readonly mailless: readonly NoticeTopic[];
  /** Kinds of news that the person wants once a day. */
  readonly digested: readonly NoticeTopic[];
  /** Language of mails that the person has chosen; null for the language of the site. */
  readonly language: string | null;
}

/** The people of these ids with what their identity providers say of them; unknown ids are left out. */
export async function personCards(read: Read, ids: readonly string[]): Promise<ReadonlyMap<string, PersonCard>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const people = await tables(read)
    .selectFrom('identity.people as person')
    .select([
      'id',
      'name',
      'email',
      'institution',
      'country',
      'assurance',
      'created_at',
      'terms_version',
      'preferences',
    ])
    .select(
      sql<string | null>`(select linked.subject from identity.identities linked where linked.person_id = person.id
        order by linked.linked_at, linked.id limit 1)`.as('uid'),
    )
    .select(
      sql<string[][]>`(select coalesce(jsonb_agg(linked.entitlements), '[]')
        from identity.identities linked where linked.person_id = person.id)`.as('entitlements'),
    )
    .where('id', 'in', wanted)
    .execute();
  return new Map(
    people.map((person) => [
      person.id,
      {
        id: person.id,
        name: person.name,
        email: person.email ?? '',
        uid: person.uid ?? '',
        institution: person.institution ?? '',
        country: countryName(person.country),
        assurance: assuranceName(person.assurance),
        groups: [...new Set(person.entitlements.flat().flatMap((text) => parseEntitlement(text)?.group ?? []))],
        createdAt: person.created_at,
        acceptedTerms: person.terms_version === terms.version,
        mailless: topicsBy(person, 'page'),
        digested: topicsBy(person, 'digest'),
        language: preferencesOf(person).language,
      },
    ]),
  );
}

function topicsBy(person: Parameters<typeof preferencesOf>[0], way: Notice): readonly NoticeTopic[] {
  const { notifications } = preferencesOf(person);
  return noticeTopics.filter((topic) => notifications[topic] === way);
}

type Notice = (typeof notices)[number];

const regions = new Intl.DisplayNames(['en'], { type: 'region' });

/** A country by its name, where the provider gave its code. */
function countryName(country: string | null): string {
  return country !== null && /^[A-Z]{2}$/.test(country) ? (regions.of(country) ?? country) : (country ?? '');
}

/** The assurance profile (REFEDS RAF: espresso, cappuccino), or else the last part of whatever the provider vouches for. */
function assuranceName(assurance: readonly string[]): string {
  const profile = assurance.find((value) => /\/profile\/\w+$/.test(value)) ?? assurance.at(-1);
  const name = profile?.split(/[/#]/).at(-1) ?? '';
  return name.replace(/^[a-z]/, (first) => first.toUpperCase());
}
