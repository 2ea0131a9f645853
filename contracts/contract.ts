import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who may call an endpoint at all; what a caller may do with a record is decided by the policies of its module. */
export type Audience = 'public' | 'signed-in';

export interface Contract<
  Params extends z.ZodType | undefined = z.ZodType | undefined,
  Query extends z.ZodType | undefined = z.ZodType | undefined,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
  Response extends z.ZodType | undefined = z.ZodType | undefined,
> {
  /** Operation id, unique in the whole API: verb and noun in camelCase. */
  readonly id: string;
  readonly method: Method;
  /** Fastify's path syntax: `/api/orders/:number`. */
  readonly path: `/${string}`;
  /** One sentence, present tense, for the API documentation. */
  readonly summary: string;
  /** The module that owns it; groups the documentation. */
  readonly tag: string;
  readonly audience: Audience;
  /** Token scope that a program needs; people need none. Without one, only a token that may do everything is let in. */
  readonly scope?: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Absent for an endpoint that answers 204 or bytes. */
  readonly response?: Response;
  /** Status of success; 200 unless said, 204 without a response. */
  readonly status?: number;
  /** Codes of the errors that this endpoint can answer besides the general ones (400, 401, 404, 429). */
  readonly errors?: readonly string[];
  readonly requestExample?: unknown;
  readonly responseExample?: unknown;
  /** Media type where the answer is not JSON (`text/csv`, `application/pdf`, `text/event-stream`). */
  readonly produces?: string;
  /** Most bytes of a body that may be larger than others. */
  readonly bodyLimit?: number;
  /** Media type of a body that is bytes and not JSON; the body is then the bytes, whatever type the caller says. */
  readonly consumes?: string;
}

/** Declares an endpoint once, for the server's route, the browser's caller and the API description. */
export function contract<
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
  Response extends z.ZodType | undefined = undefined,
>(definition: Contract<Params, Query, Body, Response>): Contract<Params, Query, Body, Response> {
  return definition;
}

// oxlint-disable-next-line typescript/no-explicit-any -- the one place that stands for "some contract"
export type AnyContract = Contract<any, any, any, any>;

/** Schema of one part, without the `undefined` that reading an optional property adds; `never` where there is none. */
type SchemaOf<C extends AnyContract, Part extends 'params' | 'query' | 'body' | 'response'> = Exclude<
  C[Part],
  undefined
>;
type Out<Schema> = [Schema] extends [never] ? undefined : Schema extends z.ZodType ? z.output<Schema> : undefined;
type In<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;

/** What a handler receives after parsing. */
export interface Parsed<C extends AnyContract> {
  readonly params: Out<SchemaOf<C, 'params'>>;
  readonly query: Out<SchemaOf<C, 'query'>>;
  readonly body: Out<SchemaOf<C, 'body'>>;
}

/** What a caller hands over before parsing. */
export type Call<C extends AnyContract> = ([SchemaOf<C, 'params'>] extends [never]
  ? { params?: undefined }
  : { params: In<SchemaOf<C, 'params'>> }) &
  ([SchemaOf<C, 'query'>] extends [never] ? { query?: undefined } : { query?: In<SchemaOf<C, 'query'>> }) &
  ([SchemaOf<C, 'body'>] extends [never] ? { body?: undefined } : { body: In<SchemaOf<C, 'body'>> });

export type Answer<C extends AnyContract> = Out<SchemaOf<C, 'response'>>;
