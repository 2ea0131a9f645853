export interface AmsProject {
  readonly name: string;
  readonly description?: string;
  readonly created_on: string;
  readonly modified_on: string;
  readonly created_by?: string;
}

export interface AmsTopic {
  /** `/projects/P/topics/T`. */
  readonly name: string;
  readonly schema?: string;
  readonly created_on: string;
}

export interface AmsPushConfig {
  readonly type?: string;
  readonly pushEndpoint?: string;
  readonly maxMessages?: number;
  readonly authorizationHeader?: { readonly type?: string; readonly value?: string };
  readonly retryPolicy?: { readonly type?: string; readonly period?: number };
  readonly verificationHash?: string;
  readonly verified?: boolean;
  readonly mattermostUrl?: string;
  readonly mattermostUsername?: string;
  readonly mattermostChannel?: string;
  readonly base64Decode?: boolean;
}

export interface AmsSchema {
  /** `projects/P/schemas/S`. */
  readonly name: string;
  /** `json` or `avro`. */
  readonly type: string;
  readonly schema: object;
}

export interface AmsDeadLetterPolicy {
  /** `projects/P/topics/T`. */
  readonly deadLetterTopic: string;
  readonly maxDeliveryAttempts: number;
}

export interface AmsSubscription {
  /** `/projects/P/subscriptions/S`. */
  readonly name: string;
  /** `/projects/P/topics/T`. */
  readonly topic: string;
  readonly pushConfig: AmsPushConfig;
  readonly ackDeadlineSeconds: number;
  /** Told by Portolan alone. */
  readonly deadLetterPolicy?: AmsDeadLetterPolicy;
  readonly createdOn?: string;
}

export interface AmsMembership {
  readonly project: string;
  readonly roles: readonly string[];
  readonly topics?: readonly string[];
  readonly subscriptions?: readonly string[];
}

export interface AmsUser {
  readonly uuid: string;
  readonly name: string;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly organization?: string;
  readonly description?: string;
  readonly email?: string;
  /** Shown to administrators of the service, and to the user. */
  readonly token?: string;
  readonly service_roles: readonly string[];
  readonly projects?: readonly AmsMembership[];
  readonly created_on?: string;
  readonly modified_on?: string;
  readonly created_by?: string;
}

export interface UserInput {
  readonly email?: string;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly organization?: string;
  readonly description?: string;
  readonly service_roles?: readonly string[];
  readonly projects?: readonly { readonly project: string; readonly roles: readonly string[] }[];
}

/** What is kept of the topic (`min` up to, without, `max`), and the next message that the subscription hands out. */
export interface Offsets {
  readonly min: number;
  readonly max: number;
  readonly current: number;
}
